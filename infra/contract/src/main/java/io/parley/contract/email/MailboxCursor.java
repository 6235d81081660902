package io.parley.contract.email;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.parley.contract.id.InboxId;
import java.time.Instant;

/**
 * How far an inbox's mailbox was read: every mail up to {@code lastUid} is on the inbound topic.
 *
 * @param uidValidity under which the UIDs count; the server changes it when it gives out new ones
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MailboxCursor(InboxId inboxId, long uidValidity, long lastUid, Instant at) {}
