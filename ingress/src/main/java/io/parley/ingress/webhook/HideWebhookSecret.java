package io.parley.ingress.webhook;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/** Keeps the secret in a webhook's path out of traces. */
@Component
class HideWebhookSecret implements ObservationFilter {

    private static final String PREFIX = "/webhooks/";

    @Override
    public Observation.Context map(Observation.Context context) {
        if (context instanceof ServerRequestObservationContext request
                && request.getCarrier() != null
                && request.getCarrier().getPath().value().startsWith(PREFIX)) {
            context.addHighCardinalityKeyValue(KeyValue.of("http.url", PREFIX + "***"));
        }
        return context;
    }
}
