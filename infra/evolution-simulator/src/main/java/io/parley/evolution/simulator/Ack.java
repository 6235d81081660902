package io.parley.evolution.simulator;

/** How far a message of ours has come, in the order in which it climbs. */
public enum Ack {
    ERROR,
    PENDING,
    SERVER_ACK,
    DELIVERY_ACK,
    READ
}
