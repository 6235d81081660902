package io.parley.outbound;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Outbound on its own. */
@SpringBootApplication(scanBasePackageClasses = OutboundApplication.class)
class OutboundApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(OutboundApplication.class, arguments);
    }
}
