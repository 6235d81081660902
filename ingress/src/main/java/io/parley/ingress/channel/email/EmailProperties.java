package io.parley.ingress.channel.email;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How mails are taken in.
 *
 * @param keyPrefix of the keys in Redis
 * @param mailsPerSender how many mails of one sender in {@code senderWindow} may be answered automatically
 * @param readers mails taken apart at the same time in this process; each may need four times its size in memory
 * @param mailboxes whether this process reads mailboxes by IMAP
 * @param poll how often a mailbox is looked at when its server says nothing
 * @param lease how long a node that is gone keeps others from reading its mailboxes
 * @param firstLookBack how old mails may be that are taken from a mailbox never read before
 * @param backOff the pause after a mailbox could not be read; doubled each time, up to {@code backOffAtMost}
 * @param markSeen whether mails are marked as seen once the broker has them
 * @param timeout limit for a connection, and for an answer of the mail server
 */
@Validated
@ConfigurationProperties("parley.ingress.email")
public record EmailProperties(
        @DefaultValue("parley:") String keyPrefix,
        @DefaultValue("20") @Min(1) int mailsPerSender,
        @DefaultValue("10m") Duration senderWindow,
        @DefaultValue("2") @Min(1) @Max(64) int readers,
        @DefaultValue("true") boolean mailboxes,
        @DefaultValue("60s") Duration poll,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("1d") Duration firstLookBack,
        @DefaultValue("5s") Duration backOff,
        @DefaultValue("5m") Duration backOffAtMost,
        @DefaultValue("true") boolean markSeen,
        @DefaultValue("30s") Duration timeout) {}
