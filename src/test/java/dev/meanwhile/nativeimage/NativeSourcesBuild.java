package dev.meanwhile.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import io.quarkus.bootstrap.util.IoUtils;

/**
 * Generates the input of the native image compiler, as
 * {@code ./mvnw compile quarkus:build -Dnative -Dquarkus.native.sources-only=true} does. This needs no GraalVM.
 */
final class NativeSourcesBuild {

    /** The directory that is deleted and written. */
    static final Path TARGET = Path.of("target", "native-image-test");

    private NativeSourcesBuild() {
    }

    static NativeSources run() {
        Properties properties = nativeProfile();
        properties.setProperty("quarkus.native.sources-only", "true");
        try {
            IoUtils.recursiveDelete(TARGET);
            Files.createDirectories(TARGET);
            try (CuratedApplication app = QuarkusBootstrap.builder()
                    .setApplicationRoot(Path.of("target", "classes").toAbsolutePath())
                    .setProjectRoot(Path.of("").toAbsolutePath())
                    .setTargetDirectory(TARGET.toAbsolutePath())
                    .setBaseName("meanwhile")
                    .setMode(QuarkusBootstrap.Mode.PROD)
                    .setLocalProjectDiscovery(true)
                    .setIsolateDeployment(true)
                    .setBuildSystemProperties(properties)
                    .build().bootstrap()) {
                app.createAugmentor().createProductionApplication();
            }
            return new NativeSources(TARGET.resolve("native-sources"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("The native sources cannot be generated", e);
        }
    }

    /** The properties that {@code -Dnative} sets: those of the profile in {@code pom.xml}. */
    private static Properties nativeProfile() {
        try {
            Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of("pom.xml").toFile());
            NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath()
                    .evaluate("/project/profiles/profile[id='native']/properties/*", pom, XPathConstants.NODESET);
            Properties properties = new Properties();
            for (int i = 0; i < nodes.getLength(); i++) {
                properties.setProperty(nodes.item(i).getNodeName(), nodes.item(i).getTextContent());
            }
            return properties;
        } catch (IOException | ParserConfigurationException | SAXException | XPathExpressionException e) {
            throw new IllegalStateException("pom.xml has no profile native", e);
        }
    }
}
