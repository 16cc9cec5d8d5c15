import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Merges the libraries of a Quarkus package of type {@code aot-jar} into one JAR. At each start, a JVM with an AOT cache reads
 * the manifest of every JAR of the class path, and a search for a resource opens all of them: docs/memory.md has the numbers.
 * The package type {@code uber-jar} of Quarkus is no alternative, because it reads {@code application.properties} by a file
 * system of the whole JAR, which takes longer than it saves.
 *
 * <pre>java docker/MergeLibraries.java target/quarkus-app</pre>
 */
final class MergeLibraries {

    private static final String MERGED = "lib/main/libraries.jar";

    /** Files that only a build, a module path or another JAR of the same name needs. */
    private static final Pattern OMITTED = Pattern.compile(
            "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|beans\\.xml|jandex\\.idx|quarkus-.*)|(.*/)?module-info\\.class");
    private static final Pattern APPENDED = Pattern.compile("META-INF/(services/.+|io\\.netty\\.versions\\.properties)");
    private static final Pattern LICENSE = Pattern.compile("META-INF/(LICENSE|NOTICE|DEPENDENCIES)[^/]*");
    private static final String VERSIONS = "META-INF/versions/";
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private MergeLibraries() {
    }

    public static void main(String... args) throws IOException {
        Path app = Path.of(args[0]);
        Path launcher = app.resolve("quarkus-run.jar");
        Map<String, byte[]> launcherEntries = read(launcher, new LinkedHashMap<>());
        Manifest manifest = manifest(launcher);
        Attributes attributes = manifest.getMainAttributes();
        Map<Boolean, List<String>> classPath = Arrays.stream(attributes.getValue(Attributes.Name.CLASS_PATH).split(" "))
                .collect(Collectors.partitioningBy(jar -> jar.startsWith("lib/")));

        Map<String, byte[]> merged = new LinkedHashMap<>();
        for (String library : classPath.get(true)) {
            read(app.resolve(library), merged);
            Files.delete(app.resolve(library));
        }
        Manifest multiRelease = new Manifest();
        multiRelease.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        multiRelease.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        write(app.resolve(MERGED), multiRelease, merged);
        attributes.put(Attributes.Name.CLASS_PATH,
                Stream.concat(classPath.get(false).stream(), Stream.of(MERGED)).collect(Collectors.joining(" ")));
        write(launcher, manifest, launcherEntries);
    }

    private static Manifest manifest(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.getManifest();
        }
    }

    /** Adds the entries of a JAR. The class path of a JVM would find the first of several entries with the same name. */
    private static Map<String, byte[]> read(Path path, Map<String, byte[]> entries) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                String name = entry.getName();
                if (OMITTED.matcher(name).matches() || name.startsWith(VERSIONS) && !jar.isMultiRelease()) {
                    continue;
                }
                if (LICENSE.matcher(name).matches()) {
                    name = name.replace("META-INF/", "META-INF/licenses/" + path.getFileName() + "/");
                }
                byte[] content;
                try (InputStream in = jar.getInputStream(entry)) {
                    content = in.readAllBytes();
                }
                byte[] other = entries.putIfAbsent(name, content);
                if (other != null && APPENDED.matcher(name).matches()) {
                    entries.put(name, (new String(other) + "\n" + new String(content)).getBytes());
                } else if (other != null && !Arrays.equals(other, content)) {
                    throw new IllegalStateException("Several libraries have a different " + name + ", one of them is " + path);
                }
            }
        }
        return entries;
    }

    private static void write(Path path, Manifest manifest, Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(path); ZipOutputStream zip = new ZipOutputStream(out)) {
            putEntry(zip, JarFile.MANIFEST_NAME);
            manifest.write(zip);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                putEntry(zip, entry.getKey());
                zip.write(entry.getValue());
            }
        }
    }

    private static void putEntry(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }
}
