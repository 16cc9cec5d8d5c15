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
 * Workaround for Quarkus 3.33: {@link OpenApiRecorder} parses the document and writes it as JSON and as YAML at each start,
 * which is a sixth of the processor time of a start (docs/benchmark.md). The recorder cannot be configured or replaced. It
 * reads the document with {@link OpenApiConstants#classLoader}, directly after it has created this bean, so a class loader
 * without resources makes it read nothing. Delete this class when Quarkus reads the document on demand.
 * <p>
 * Not applied are filters of the stages after the build, and schemes of security: this service has none of them.
 */
@Alternative
@Priority(1)
@Singleton
@Unremovable
final class LazyOpenApiDocument extends OpenApiDocumentService {

    private static final List<String> EXTENSIONS = List.of("json", "yaml", "yml");

    private final OpenApiRecorder recorder = new OpenApiRecorder(null, null);
    private final ClassLoader developmentLoader = OpenApiConstants.classLoader;
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
                readOnce(OpenApiConstants.DEFAULT_DOCUMENT_NAME);
                context.next();
            });
        }
    }

    @Override
    public byte[] getDocument(String documentName, Format format) {
        readOnce(documentName);
        return super.getDocument(documentName, format);
    }

    private synchronized void readOnce(String documentName) {
        if (!read) {
            OpenApiConstants.classLoader = developmentLoader == null ? applicationLoader : developmentLoader;
            Map<RunStage, List<String>> filters = new EnumMap<>(RunStage.class);
            for (RunStage stage : RunStage.values()) {
                filters.put(stage, List.of());
            }
            recorder.prepareDocument(null, filters, documentName);
            OpenApiConstants.classLoader = developmentLoader;
            read = true;
        }
    }
}
