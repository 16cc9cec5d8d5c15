package dev.meanwhile.client;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.meanwhile.config.SelfUrlInterceptor;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.CertificateConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.options.TlsUtils;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;

/**
 * TLS configuration of the clients that call this service itself, for {@link SelfUrlInterceptor}. It trusts only the
 * certificate that this server presents. The host name in the certificate is not checked.
 */
@Singleton
public final class OwnCertificate extends BaseTlsConfiguration implements HttpServerOptionsCustomizer {

    private final Vertx vertx;
    private final TlsConfigurationRegistry registry;
    private final SmallRyeConfig config;
    private volatile Set<X509Certificate> certificates = Set.of();

    public OwnCertificate(Vertx vertx, TlsConfigurationRegistry registry, SmallRyeConfig config) {
        this.vertx = vertx;
        this.registry = registry;
        this.config = config;
    }

    void register(@Observes StartupEvent start) {
        registry.register(SelfUrlInterceptor.TLS_CONFIGURATION, this);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        certificates = certificates(options.getKeyCertOptions());
    }

    @Override
    public TrustOptions getTrustStoreOptions() {
        return TrustOptions.wrap(new OwnCertificateTrustManager());
    }

    @Override
    public SSLOptions getSSLOptions() {
        return new SSLOptions();
    }

    @Override
    public Optional<String> getHostnameVerificationAlgorithm() {
        return Optional.of("NONE");
    }

    @Override
    public String getName() {
        return SelfUrlInterceptor.TLS_CONFIGURATION;
    }

    private void requireOwn(X509Certificate certificate) throws CertificateException {
        if (certificates.contains(certificate)) {
            return;
        }
        // The certificate may have been replaced while the server runs.
        certificates = certificates(currentKeys());
        if (!certificates.contains(certificate)) {
            throw new CertificateException(
                    "The certificate is not that of this service: " + certificate.getSubjectX500Principal());
        }
    }

    private KeyCertOptions currentKeys() throws CertificateException {
        VertxHttpConfig server = config.getConfigMapping(VertxHttpConfig.class);
        Optional<KeyCertOptions> keys = server.tlsConfigurationName().map(registry::get).orElseGet(registry::getDefault)
                .map(TlsConfiguration::getKeyStoreOptions);
        try {
            CertificateConfig files = server.ssl().certificate();
            return keys.isPresent() ? keys.get()
                    : TlsUtils.computeKeyStoreOptions(files, files.keyStorePassword(), files.keyStoreAliasPassword());
        } catch (Exception e) {
            throw new CertificateException("The certificate of this service cannot be read", e);
        }
    }

    private Set<X509Certificate> certificates(KeyCertOptions keys) {
        try {
            return keys == null ? Set.of()
                    : Stream.of(keys.getKeyManagerFactory(vertx).getKeyManagers()).map(X509KeyManager.class::cast)
                            .flatMap(manager -> Stream.of("RSA", "EC", "EdDSA", "DSA")
                                    .map(type -> manager.getServerAliases(type, null)).filter(Objects::nonNull)
                                    .flatMap(Stream::of).map(alias -> manager.getCertificateChain(alias)[0]))
                            .collect(Collectors.toSet());
        } catch (Exception e) {
            throw new IllegalStateException("The certificate of this service cannot be read", e);
        }
    }

    private final class OwnCertificateTrustManager implements X509TrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            requireOwn(chain[0]);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("This configuration is for clients");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
