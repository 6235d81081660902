package io.parley.store.account;

import io.parley.store.account.Accounts.Installation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Gives an empty installation its first account, with the administrator the settings name. A start waits for it, so
 * that whoever is told that the hub is ready can sign in.
 */
@Component
class FirstAccount implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(FirstAccount.class);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Accounts accounts;
    private final Settings settings;

    FirstAccount(Accounts accounts, Settings settings) {
        this.accounts = accounts;
        this.settings = settings;
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        String email = settings.adminEmail();
        String password = settings.adminPassword();
        if (!StringUtils.hasText(email) || !StringUtils.hasText(password)) {
            return;
        }
        Account installed = accounts.install(
                        new Installation(settings.accountName(), settings.adminName(), email, password))
                .toFuture()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (installed != null) {
            log.info("Account {} was made, with its administrator", installed.id());
        }
    }

    /**
     * @param adminEmail of the first administrator; blank: none is made
     * @param adminPassword in clear; blank: none is made
     */
    @ConfigurationProperties("parley.store.installation")
    record Settings(
            @DefaultValue("Demo") String accountName,
            @DefaultValue("Administrator") String adminName,
            @Nullable String adminEmail,
            @Nullable String adminPassword) {
        @Override
        public String toString() {
            return "Settings[" + accountName + "]";
        }
    }
}
