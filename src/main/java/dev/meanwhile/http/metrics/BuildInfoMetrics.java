package dev.meanwhile.http.metrics;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.info.BuildInfo;
import io.quarkus.info.GitInfo;

/** Registers {@code meanwhile_build_info}, a gauge of the constant value 1 whose labels are the version and the commit. */
@Singleton
class BuildInfoMetrics implements MeterBinder {

    private final BuildInfo build;
    private final Instance<GitInfo> git;

    /** @param git without an instance if the service was built outside a Git repository, as in the image build */
    BuildInfoMetrics(BuildInfo build, Instance<GitInfo> git) {
        this.build = build;
        this.git = git;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("meanwhile.build.info", () -> 1)
                .description("Version and commit that this service was built from")
                .tag("version", build.version())
                .tag("commit", git.isResolvable() ? git.get().latestCommitId() : "unknown")
                .register(registry);
    }
}
