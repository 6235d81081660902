package io.parley.evolution.simulator;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Evolution's two guards, in its order: first whether the instance exists, then whether the key is right. */
final class Access {

    private final String globalKey;
    private final Instances instances;

    Access(String globalKey, Instances instances) {
        this.globalKey = globalKey;
        this.instances = instances;
    }

    Instance instance(Context ctx) {
        String name = ctx.pathParam("instance");
        Instance instance = instances.find(name);
        if (instance == null) {
            throw ApiError.notFound("The \"" + name + "\" instance does not exist");
        }
        String key = ctx.header("apikey");
        if (!globalKey.equals(key) && !instance.token.equals(key)) {
            throw ApiError.unauthorized();
        }
        return instance;
    }

    void global(Context ctx) {
        if (!globalKey.equals(ctx.header("apikey"))) {
            throw ApiError.unauthorized();
        }
    }

    /** The instance whose own token this is; null for the global key. */
    @Nullable
    Instance holder(Context ctx) {
        String key = ctx.header("apikey");
        if (globalKey.equals(key)) {
            return null;
        }
        return instances.all().stream()
                .filter(instance -> instance.token.equals(key))
                .findFirst()
                .orElseThrow(ApiError::unauthorized);
    }
}
