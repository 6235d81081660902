package io.parley.services;

import java.util.Map;
import java.util.function.BooleanSupplier;

/** A server somebody else runs, known by its address in the environment; it cannot be stopped from here. */
record GivenServer(String name, String address, Map<String, String> settings, BooleanSupplier probe) implements Server {

    @Override
    public void start() {
        if (!isReady()) {
            throw new ServicesException("%s at %s, given in the environment, does not answer".formatted(name, address));
        }
    }

    @Override
    public void stop() {
        throw notOurs();
    }

    @Override
    public void kill() {
        throw notOurs();
    }

    @Override
    public boolean isReady() {
        return probe.getAsBoolean();
    }

    private ServicesException notOurs() {
        return new ServicesException("%s at %s was not started here; Services.alone() gives servers that may be stopped"
                .formatted(name, address));
    }
}
