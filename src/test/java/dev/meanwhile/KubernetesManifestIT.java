package dev.meanwhile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Checks the generated Kubernetes manifest, parsed as strictly as the API server parses it. */
class KubernetesManifestIT {

    private static final YAMLMapper STRICT = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
            // the fabric8 model stores unknown fields as additional properties instead of rejecting them
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            }).build();

    private static final NetworkPolicyPeer MONITORING = new NetworkPolicyPeer(null,
            new LabelSelector(List.of(), Map.of("kubernetes.io/metadata.name", "monitoring")), null);

    private final String manifest = Files.readString(Path.of("target/kubernetes/kubernetes.yml"));
    private final Deployment deployment = parse(manifest, Deployment.class);
    private final PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    private final Container container = pod.getContainers().get(0);
    private final Service service = parse(manifest, Service.class);
    private final ServiceAccount serviceAccount = parse(manifest, ServiceAccount.class);
    private final ConfigMap configMap = parse(manifest, ConfigMap.class);
    private final HorizontalPodAutoscaler autoscaler = parse(manifest, HorizontalPodAutoscaler.class);
    private final PodDisruptionBudget budget = parse(manifest, PodDisruptionBudget.class);
    private final NetworkPolicy policy = parse(manifest, NetworkPolicy.class);

    KubernetesManifestIT() throws IOException {
    }

    @Test
    void containsSevenResourcesNamedMeanwhile() throws IOException {
        assertThat(documents(manifest)).extracting(document -> document.at("/metadata/name").asText())
                .containsExactlyElementsOf(Collections.nCopies(7, "meanwhile"));
    }

    /** After a change, copy all documents of target/kubernetes/kubernetes.yml but the ConfigMap to the base. */
    @Test
    void kustomizeBaseEqualsTheManifest() throws IOException {
        Path base = Path.of("docker/kubernetes/base");
        Properties config = new Properties();
        config.load(new StringReader(Files.readString(base.resolve("config.env"))));

        // the image name contains the version of the build
        String tag = ":" + container.getImage().replaceAll(".*:", "");
        assertThat(sortedDocuments(Files.readString(base.resolve("meanwhile.yaml")))).containsExactlyInAnyOrderElementsOf(
                sortedDocuments(manifest.replace(tag, ":1.0.0-SNAPSHOT")).stream()
                        .filter(document -> !"ConfigMap".equals(document.get("kind").asText())).toList());
        assertThat(config).isEqualTo(configMap.getData());
    }

    // Quarkus 3.33 writes the two ports of the container in any order.
    private static List<JsonNode> sortedDocuments(String yaml) throws IOException {
        List<JsonNode> documents = documents(yaml);
        documents.stream().map(document -> document.at("/spec/template/spec/containers/0/ports"))
                .filter(ArrayNode.class::isInstance).map(ArrayNode.class::cast).forEach(ports -> {
                    List<JsonNode> sorted = new ArrayList<>();
                    ports.forEach(sorted::add);
                    sorted.sort(Comparator.comparing(port -> port.get("containerPort").asInt()));
                    ports.removeAll().addAll(sorted);
                });
        return documents;
    }

    @ParameterizedTest
    @CsvSource({
            "terminationGracePeriodSeconds:, terminationGraceSeconds:",
            "allowPrivilegeEscalation:, additionalProperties:",
            "enableServiceLinks:, automountServiceAccountToken:" })
    void parserRejectsUnknownFields(String field, String unknownField) {
        assertThat(manifest).contains(field);
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> parse(manifest.replace(field, unknownField), Deployment.class));
    }

    /** By default, Quarkus uses the name of the user who builds as the group of the image. */
    @Test
    void containsNoBuildMetadata() {
        assertThat(manifest).doesNotContain("timestamp", "commit", "vcs");
        assertThat(container.getImage()).matches("docker\\.io/meanwhile:[^/]+");
        assertThat(container.getImagePullPolicy()).isEqualTo("IfNotPresent");
    }

    @Test
    void selectorsUseOnlyTheNameLabel() {
        assertThat(List.of(deployment.getSpec().getSelector().getMatchLabels(), service.getSpec().getSelector(),
                budget.getSpec().getSelector().getMatchLabels(),
                policy.getSpec().getPodSelector().getMatchLabels()))
                .containsOnly(Map.of("app.kubernetes.io/name", "meanwhile"));
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).containsEntry("app.kubernetes.io/name",
                "meanwhile");
    }

    @Test
    void probesUseTheManagementPort() {
        assertThat(containerPort("management")).isEqualTo(9000);
        assertProbe(container.getStartupProbe(), "/q/health/started");
        assertProbe(container.getReadinessProbe(), "/q/health/ready");
        assertProbe(container.getLivenessProbe(), "/q/health/live");
        assertThat(seconds(container.getStartupProbe())).as("time to start").isGreaterThanOrEqualTo(30);
        assertThat(seconds(container.getReadinessProbe())).as("time until the pod is not ready")
                .isLessThan(seconds(container.getLivenessProbe()));
    }

    private static void assertProbe(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort()).isEqualTo(new IntOrString(9000));
        assertThat(probe.getTimeoutSeconds()).isBetween(1, 5);
    }

    private static int seconds(Probe probe) {
        return probe.getPeriodSeconds() * probe.getFailureThreshold();
    }

    @Test
    void prometheusScrapesThePodsNotTheService() {
        assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("prometheus.io/scrape", "true")
                .containsEntry("prometheus.io/path", "/q/metrics")
                .containsEntry("prometheus.io/port", "9000");
        assertThat(service.getMetadata().getAnnotations()).doesNotContainKey("prometheus.io/scrape");
    }

    @Test
    void memoryLimitEqualsItsRequestAndCpuIsUnlimited() {
        ResourceRequirements resources = container.getResources();

        assertThat(resources.getRequests()).containsOnlyKeys("cpu", "memory")
                .containsEntry("memory", new Quantity("256Mi"));
        assertThat(resources.getLimits()).isEqualTo(Map.of("memory", new Quantity("256Mi")));
    }

    /** The entry points of the images differ; ContainerImagesTest compares the rest. */
    @Test
    void takesTheJvmImageAndTheNativeImage() {
        assertThat(container.getCommand()).isEmpty();
        assertThat(container.getArgs()).isEmpty();
        assertThat(container.getEnv()).extracting(EnvVar::getName).noneMatch(name -> name.contains("JAVA"));
        assertThat(configMap.getData().keySet()).noneMatch(name -> name.contains("JAVA"));
    }

    /** Checks the rules of https://kubernetes.io/docs/concepts/security/pod-security-standards/ that apply to this pod. */
    @Test
    void podMeetsTheRestrictedSecurityStandard() {
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(pod.getVolumes()).allSatisfy(volume -> assertThat(volume.getEmptyDir()).isNotNull());
        assertThat(pod.getInitContainers()).isEmpty();
        assertThat(pod.getEphemeralContainers()).isEmpty();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getSecurityContext().getSysctls()).isEmpty();
        assertThat(pod.getContainers()).hasSize(1);
        assertThat(container.getPorts()).extracting(ContainerPort::getHostPort).containsOnlyNulls();

        SecurityContext security = container.getSecurityContext();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getPrivileged()).isNull();
        assertThat(security.getProcMount()).isNull();
        assertThat(security.getRunAsNonRoot()).as("inherited from the pod").isNull();
        assertThat(security.getSeccompProfile()).as("inherited from the pod").isNull();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).isEmpty();
    }

    @Test
    void onlyTmpIsWritable() {
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getVolumeMounts()).singleElement().satisfies(mount -> {
            assertThat(mount.getMountPath()).isEqualTo("/tmp");
            assertThat(mount.getReadOnly()).isNull();
            assertThat(pod.getVolumes()).singleElement().extracting(Volume::getName).isEqualTo(mount.getName());
        });
    }

    @Test
    void setsNoUserSoThatOpenShiftCanAssignOne() {
        assertThat(pod.getSecurityContext().getRunAsUser()).isNull();
        assertThat(pod.getSecurityContext().getRunAsGroup()).isNull();
        assertThat(pod.getSecurityContext().getFsGroup()).isNull();
        assertThat(container.getSecurityContext().getRunAsUser()).isNull();
        assertThat(container.getSecurityContext().getRunAsGroup()).isNull();
    }

    @Test
    void mountsNoServiceAccountToken() {
        assertThat(pod.getServiceAccountName()).isEqualTo("meanwhile");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(serviceAccount.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
    }

    @Test
    void rollingUpdateKeepsAllReplicasAvailable() {
        RollingUpdateDeployment update = deployment.getSpec().getStrategy().getRollingUpdate();

        assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
        // the API server accepts strings only as percentages
        assertThat(update.getMaxUnavailable()).isEqualTo(new IntOrString(0));
        assertThat(update.getMaxSurge()).isEqualTo(new IntOrString(1));
    }

    @Test
    void gracePeriodExceedsShutdownDelayAndTimeout() throws IOException {
        SmallRyeConfig config = config(Map.of());
        assertThat(config.getValue("quarkus.shutdown.delay-enabled", boolean.class)).isTrue();

        Duration delay = config.getValue("quarkus.shutdown.delay", Duration.class);
        Duration timeout = config.getValue("quarkus.shutdown.timeout", Duration.class);
        assertThat(delay).isPositive();
        assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds())).isGreaterThan(delay.plus(timeout));
    }

    @Test
    void podsPreferToSpreadOverZonesAndNodes() {
        assertThat(pod.getTopologySpreadConstraints()).hasSize(2).allSatisfy(spread -> {
            assertThat(spread.getLabelSelector().getMatchLabels()).isNotEmpty();
            assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                    .containsAllEntriesOf(spread.getLabelSelector().getMatchLabels());
            assertThat(spread.getMaxSkew()).isEqualTo(1);
            assertThat(spread.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway");
        }).extracting("topologyKey").containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    }

    @Test
    void serviceExposesOnlyTheHttpPort() {
        assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(service.getSpec().getPorts()).containsExactly(new ServicePort(null, "http", null, 80, "TCP",
                new IntOrString(containerPort("http"))));
        assertThat(containerPort("http")).isEqualTo(8080);
    }

    @Test
    void onlyTheAutoscalerSetsReplicas() {
        assertThat(deployment.getSpec().getReplicas()).as("replicas, which every kubectl apply would reset").isNull();
        assertThat(autoscaler.getSpec().getScaleTargetRef()).isEqualTo(new CrossVersionObjectReference(
                deployment.getApiVersion(), deployment.getKind(), deployment.getMetadata().getName()));
        assertThat(autoscaler.getSpec().getMinReplicas()).isBetween(2, autoscaler.getSpec().getMaxReplicas());
        // utilization is relative to the request of the container
        assertThat(autoscaler.getSpec().getMetrics()).singleElement().satisfies(metric -> {
            assertThat(metric.getResource().getTarget().getType()).isEqualTo("Utilization");
            assertThat(metric.getResource().getTarget().getAverageUtilization()).isBetween(50, 90);
            assertThat(container.getResources().getRequests()).containsKey(metric.getResource().getName());
        });
    }

    @Test
    void disruptionBudgetAllowsOneUnavailablePod() {
        assertThat(budget.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
        assertThat(budget.getSpec().getMinAvailable()).isNull();
        assertThat(budget.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
    }

    @Test
    void ingressAllowsAllOnHttpAndMonitoringOnManagement() {
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getIngress()).satisfiesExactly(
                http -> {
                    assertThat(http.getFrom()).isEmpty();
                    assertThat(http.getPorts()).containsExactly(tcp(containerPort("http")));
                },
                management -> {
                    assertThat(management.getFrom()).containsExactly(MONITORING);
                    assertThat(management.getPorts()).containsExactly(tcp(containerPort("management")));
                });
    }

    @Test
    void egressAllowsDnsOwnPodsAndTraceCollector() {
        assertThat(policy.getSpec().getEgress()).satisfiesExactly(
                dns -> {
                    assertThat(dns.getTo()).isEmpty();
                    assertThat(dns.getPorts()).extracting(NetworkPolicyPort::getPort).containsOnly(new IntOrString(53),
                            new IntOrString(5353));
                    assertThat(dns.getPorts()).extracting(NetworkPolicyPort::getProtocol).contains("UDP", "TCP");
                },
                pods -> {
                    assertThat(pods.getTo()).containsExactly(new NetworkPolicyPeer(null, null,
                            new LabelSelector(List.of(), deployment.getSpec().getSelector().getMatchLabels())));
                    assertThat(pods.getPorts()).containsExactly(tcp(containerPort("http")));
                },
                traces -> {
                    assertThat(traces.getTo()).containsExactly(MONITORING);
                    assertThat(traces.getPorts()).containsExactly(tcp(4317));
                });
    }

    private static NetworkPolicyPort tcp(int port) {
        return new NetworkPolicyPort(null, new IntOrString(port), null);
    }

    @Test
    void configMapSetsTheUrlsToTheService() throws IOException {
        assertThat(container.getEnvFrom()).singleElement().satisfies(source -> {
            assertThat(source.getPrefix()).isNull();
            assertThat(source.getConfigMapRef().getName()).isEqualTo(configMap.getMetadata().getName());
            assertThat(source.getConfigMapRef().getOptional()).isNull();
        });

        SmallRyeConfig config = config(configMap.getData());
        assertThat(List.of("quarkus.rest-client.number-api.url", "quarkus.rest-client.lab-upstream.url",
                "meanwhile.fetch.allowed-origins"))
                .hasSameSizeAs(configMap.getData().entrySet())
                .extracting(name -> config.getValue(name, URI.class))
                // a URL without a port uses port 80, the port of the Service
                .containsOnly(URI.create("http://" + service.getMetadata().getName()));
    }

    /** Returns the configuration of the packaged app in the profile {@code prod}. */
    private static SmallRyeConfig config(Map<String, String> environment) throws IOException {
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withProfile("prod")
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new EnvConfigSource(environment, 300),
                        new PropertiesConfigSource(Path.of("target/classes/application.properties").toUri().toURL(), 250))
                .build();
    }

    private int containerPort(String name) {
        return container.getPorts().stream().filter(port -> port.getName().equals(name)).findFirst().orElseThrow()
                .getContainerPort();
    }

    private static <T extends HasMetadata> T parse(String manifest, Class<T> type) throws IOException {
        List<JsonNode> matches = documents(manifest).stream()
                .filter(document -> document.path("kind").asText().equals(HasMetadata.getKind(type)))
                .filter(document -> document.path("apiVersion").asText().equals(HasMetadata.getApiVersion(type)))
                .toList();
        assertThat(matches).as(type.getName()).hasSize(1);
        return STRICT.treeToValue(matches.get(0), type);
    }

    private static List<JsonNode> documents(String manifest) throws IOException {
        return STRICT.readerFor(JsonNode.class).<JsonNode> readValues(manifest).readAll();
    }
}
