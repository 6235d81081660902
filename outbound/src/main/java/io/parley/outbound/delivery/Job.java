package io.parley.outbound.delivery;

import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.channel.ChannelSender;
import io.parley.runtime.kafka.ReceivedRecord;
import java.time.Instant;

/**
 * One record with all that is needed to do what it asks.
 *
 * @param startBy nothing new is begun after it
 */
record Job(ReceivedRecord<Outbound> cause, InboxConfig inbox, ChannelSender sender, Instant startBy) {}
