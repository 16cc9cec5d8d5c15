package dev.meanwhile.http.content;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

import io.quarkus.arc.Unremovable;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.quarkus.smallrye.openapi.runtime.OpenApiRecorder;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.ext.web.Router;

/**
 * Reads the generated OpenAPI document when it is requested for the first time.
 * <p>
 * Workaround for Quarkus 3.33: {@link OpenApiRecorder} parses the document and writes it as JSON and as YAML at each start
 * (docs/results/2026-11-23.md, "Startup"). The recorder cannot be configured or replaced. It reads the document with
 * {@link OpenApiConstants#classLoader}, directly after it has created this bean. This bean replaces that class loader by one
 * without resources, so the recorder finds no document. Delete this class when Quarkus reads the document on demand.
 * <p>
 * The document that is read later gets no filters of the stages after the build, and no security schemes. This service has
 * none of them.
 */
@Alternative
@Priority(1)
@Singleton
@Unremovable
final class LazyOpenApiDocument extends OpenApiDocumentService {

    private static final List<String> EXTENSIONS = List.of("json", "yaml", "yml");

    private final OpenApiRecorder recorder = new OpenApiRecorder(null, null);
    private final ClassLoader applicationLoader = Thread.currentThread().getContextClassLoader();
    private boolean read;

    LazyOpenApiDocument() {
        OpenApiConstants.classLoader = new ClassLoader(null) {
        };
    }

    // Quarkus serves /q/openapi on a worker thread, but the paths with an extension on the event loop. The paths of this router
    // are relative to quarkus.http.root-path.
    void readOnWorkerThread(@Observes Router router) {
        for (String extension : EXTENSIONS) {
            router.route("/q/openapi." + extension).order(-1).blockingHandler(context -> {
                readOnce();
                context.next();
            });
        }
    }

    @Override
    public byte[] getDocument(String documentName, Format format) {
        readOnce();
        return super.getDocument(documentName, format);
    }

    private synchronized void readOnce() {
        if (!read) {
            OpenApiConstants.classLoader = applicationLoader;
            Map<RunStage, List<String>> filters = new EnumMap<>(RunStage.class);
            for (RunStage stage : RunStage.values()) {
                filters.put(stage, List.of());
            }
            recorder.prepareDocument(null, filters, OpenApiConstants.DEFAULT_DOCUMENT_NAME);
            read = true;
        }
    }
}
