package io.parley.outbound.channel.email;

import io.parley.contract.inbox.MailServer;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How mails are handed in.
 *
 * @param sender the address, or {@code Name <address>}, that mails of inboxes without a server of their own come from;
 *     empty: the inbox's address
 * @param host the installation's server, for those inboxes; empty: there is none
 * @param timeout limit for connecting, and for each answer of the server
 * @param maxMail larger mails are not tried: servers refuse them
 * @param connections mails handed in at the same time by this process
 * @param waitWhenUnreachable when a server that could not be reached is tried again
 * @param waitWhenRefusedForNow when a mail the server would not take now (4xx) is tried again
 * @param pauseWhenLockedOut how long an inbox rests whose user and password are not accepted
 */
@Validated
@ConfigurationProperties("parley.outbound.email")
public record EmailProperties(
        @DefaultValue("") String sender,
        @DefaultValue("") String host,
        @DefaultValue("587") int port,
        @DefaultValue("starttls") MailServer.Security security,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("true") boolean verifyCertificate,
        @DefaultValue("20s") Duration timeout,
        @DefaultValue("25MB") DataSize maxMail,
        @DefaultValue("16") @Min(1) int connections,
        @DefaultValue("30s") Duration waitWhenUnreachable,
        @DefaultValue("5m") Duration waitWhenRefusedForNow,
        @DefaultValue("5m") Duration pauseWhenLockedOut) {}
