package io.parley.services;

import java.util.Map;

/** One server and how to reach it; stopped and started again by tests of outages. */
public interface Server {

    /** What it is called in messages and log files: {@code kafka}, {@code postgres}, {@code redis}. */
    String name();

    /** Host and port, the same before and after {@link #stop()} and {@link #start()}. */
    String address();

    /** The settings by which the hub finds it, by the names of environment variables. */
    Map<String, String> settings();

    /** Starts it on its address with the data it had, and returns once it answers; nothing happens when it runs. */
    void start();

    /** Stops it in an orderly way and keeps its data; nothing happens when it does not run. */
    void stop();

    /** Stops it as a power cut would; its data is what had reached the disk. */
    void kill();

    /** Whether it answers in its own protocol at this moment. */
    boolean isReady();
}
