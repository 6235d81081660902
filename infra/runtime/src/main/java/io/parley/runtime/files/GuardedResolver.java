package io.parley.runtime.files;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * The resolver of the fetching client: the addresses it lets through are the very ones the client connects to, so a
 * name that answers differently the second time gains nothing. It also judges addresses given as such, which clients
 * usually connect to without asking.
 */
final class GuardedResolver extends AddressResolverGroup<InetSocketAddress> {

    private final InternalAddresses internal;
    private final Lookup lookup;

    GuardedResolver(InternalAddresses internal, Lookup lookup) {
        this.internal = internal;
        this.lookup = lookup;
    }

    /** Finds a name's addresses; may block. */
    @FunctionalInterface
    interface Lookup {
        List<InetAddress> addressesOf(String host) throws UnknownHostException;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {
            @Override
            protected boolean doIsResolved(InetSocketAddress address) {
                return false;
            }

            @Override
            protected void doResolve(InetSocketAddress asked, Promise<InetSocketAddress> answer) {
                resolveAside(() -> answer.trySuccess(allowed(asked).get(0)), answer);
            }

            @Override
            protected void doResolveAll(InetSocketAddress asked, Promise<List<InetSocketAddress>> answer) {
                resolveAside(() -> answer.trySuccess(allowed(asked)), answer);
            }
        };
    }

    private void resolveAside(Resolution resolution, Promise<?> answer) {
        Disposable unused = Schedulers.boundedElastic().schedule(() -> {
            try {
                resolution.run();
            } catch (UnknownHostException | RuntimeException e) {
                answer.tryFailure(e);
            }
        });
    }

    /** Never empty. One internal address among public ones spoils them all: honest names have none. */
    private List<InetSocketAddress> allowed(InetSocketAddress asked) throws UnknownHostException {
        String host = asked.getHostString();
        List<InetAddress> found = asked.getAddress() == null ? lookup.addressesOf(host) : List.of(asked.getAddress());
        List<InetSocketAddress> allowed = new ArrayList<>();
        for (InetAddress address : found) {
            if (!internal.mayBeCalled(host, address)) {
                throw new FetchFailure.Refused(
                        "%s is an internal address; the setting parley.fetch.allow (PARLEY_FETCH_ALLOW) can allow it"
                                .formatted(host));
            }
            allowed.add(new InetSocketAddress(address, asked.getPort()));
        }
        if (allowed.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return allowed;
    }

    /** One name being resolved on a thread that may block. */
    @FunctionalInterface
    private interface Resolution {
        void run() throws UnknownHostException;
    }
}
