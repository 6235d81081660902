package io.parley.evolution.simulator;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Lets the faults that wait for a call happen to it. */
final class Guard {

    private final Faults faults;

    Guard(Faults faults) {
        this.faults = faults;
    }

    Handler over(Handler handler) {
        return ctx -> handle(ctx, handler, faults.take(ctx.path()));
    }

    private void handle(Context ctx, Handler handler, @Nullable Fault fault) throws Exception {
        if (fault == null) {
            handler.handle(ctx);
            return;
        }
        switch (fault.kind()) {
            case ANSWER -> {
                fault.headers().forEach(ctx::header);
                ctx.status(fault.status())
                        .contentType("application/json; charset=utf-8")
                        .result(fault.body());
            }
            case NO_KEY_ID ->
                Bodies.answer(ctx, 201, Json.object().put("status", "PENDING").put("message", "accepted"));
            case SLOW -> {
                pause(fault.delay());
                handler.handle(ctx);
            }
            case HANG -> {
                ctx.body();
                faults.hang();
                reset(ctx);
            }
            case RESET -> {
                ctx.body();
                reset(ctx);
            }
            case LOSE_ANSWER -> {
                handler.handle(ctx);
                reset(ctx);
            }
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ApiError.internal("the simulator stops");
        }
    }

    /** With no time to linger the system sends RST, as a process does that was killed. */
    private static void reset(Context ctx) {
        EndPoint connection = Request.getBaseRequest(ctx.req()).getHttpChannel().getEndPoint();
        try {
            if (connection.getTransport() instanceof SocketChannel socket) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            connection.close();
        } catch (ClosedChannelException gone) {
            // the client was faster
        } catch (IOException unlikely) {
            throw new UncheckedIOException(unlikely);
        }
    }
}
