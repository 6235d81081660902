package io.parley.runtime.secret;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about a missing secret, instead of a stack trace. */
final class SecretKeyUnfitAnalyzer extends AbstractFailureAnalyzer<SecretKeyUnfit> {

    @Override
    protected FailureAnalysis analyze(Throwable root, SecretKeyUnfit cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Set it in the environment, the same for every part of the hub, and keep it: what was sealed with it"
                        + " cannot be opened with another. One way to make it: openssl rand -hex 32",
                cause);
    }
}
