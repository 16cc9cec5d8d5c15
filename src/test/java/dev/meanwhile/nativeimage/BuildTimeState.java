package dev.meanwhile.nativeimage;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.http.HttpClient;
import java.nio.channels.Channel;
import java.nio.channels.Selector;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinTask;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import javax.management.MBeanServerConnection;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;

import io.netty.util.concurrent.EventExecutorGroup;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.metrics.Measured;

/**
 * Finds state of the machine in static fields. Quarkus initializes classes when it builds a native executable, so such a field
 * would have a value of the machine that built it, or the build fails.
 */
final class BuildTimeState {

    private static final List<Class<?>> TYPES = List.of(
            PlatformManagedObject.class, MBeanServerConnection.class,
            Thread.class, ThreadGroup.class, Executor.class, Timer.class, ForkJoinTask.class, Process.class,
            ProcessHandle.class,
            Runtime.class,
            Random.class, SplittableRandom.class, SecureRandom.class, RandomGenerator.class,
            Clock.class, Date.class, ZoneId.class, TimeZone.class,
            Socket.class, ServerSocket.class, DatagramSocket.class, InetAddress.class, SocketAddress.class,
            NetworkInterface.class, HttpClient.class, Channel.class, Selector.class,
            EventExecutorGroup.class, io.netty.channel.Channel.class, Vertx.class, Context.class, Measured.class,
            Config.class);

    /** Classes all of whose methods read the machine. */
    private static final Set<Class<?>> READERS = Set.of(ManagementFactory.class, ConfigProvider.class, Files.class);

    private static final Set<String> METHODS = Stream.of(
            names(System.class, "getenv", "getProperty", "getProperties", "nanoTime", "currentTimeMillis", "lineSeparator"),
            names(Integer.class, "getInteger"), names(Long.class, "getLong"), names(Boolean.class, "getBoolean"),
            names(UUID.class, "randomUUID"), names(Math.class, "random"), names(Locale.class, "getDefault"),
            names(Charset.class, "defaultCharset"),
            Stream.of("availableProcessors", "maxMemory", "totalMemory", "freeMemory").map(name -> "java.lang.Runtime." + name))
            .flatMap(name -> name).collect(Collectors.toSet());

    private BuildTimeState() {
    }

    private static Stream<String> names(Class<?> owner, String... methods) {
        return Stream.of(methods).map(method -> owner.getName() + "." + method);
    }

    // quarkus.http.root-path is fixed when the executable is built
    private static final String ALLOWED = "dev.meanwhile.ui.WebAssets.<clinit> calls "
            + "org.eclipse.microprofile.config.ConfigProvider.getConfig()";

    static List<String> find(Iterable<JavaClass> classes) {
        return StreamSupport.stream(classes.spliterator(), false)
                .flatMap(type -> Stream.concat(staticFields(type), staticInitializer(type)))
                .filter(state -> !state.equals(ALLOWED)).toList();
    }

    private static Stream<String> staticFields(JavaClass type) {
        return type.getFields().stream().filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> field.getAllInvolvedRawTypes().stream().anyMatch(BuildTimeState::isState))
                .map(JavaField::getFullName);
    }

    private static boolean isState(JavaClass type) {
        return TYPES.stream().anyMatch(state -> type.getBaseComponentType().isAssignableTo(state));
    }

    /** Calls that a static initializer makes, directly or in code of the project that it calls. */
    private static Stream<String> staticInitializer(JavaClass type) {
        return type.getStaticInitializer().stream().flatMap(initializer -> {
            Set<JavaCodeUnit> visited = new HashSet<>(Set.of(initializer));
            Deque<JavaCodeUnit> unvisited = new ArrayDeque<>(visited);
            Set<String> found = new HashSet<>();
            while (!unvisited.isEmpty()) {
                targets(unvisited.pop()).forEach(target -> {
                    if (readsState(target)) {
                        found.add(type.getName() + ".<clinit> calls " + target.getFullName());
                    }
                    implementations(target).filter(visited::add).forEach(unvisited::push);
                });
            }
            return found.stream();
        });
    }

    private static Stream<CodeUnitAccessTarget> targets(JavaCodeUnit code) {
        return Stream.concat(code.getCallsFromSelf().stream().map(call -> (CodeUnitAccessTarget) call.getTarget()),
                code.getCodeUnitReferencesFromSelf().stream().map(reference -> (CodeUnitAccessTarget) reference.getTarget()));
    }

    private static Stream<JavaCodeUnit> implementations(CodeUnitAccessTarget target) {
        // a constructor is not overridden
        Stream<JavaClass> subclasses = target.getName().equals("<init>") ? Stream.empty()
                : target.getOwner().getAllSubclasses().stream();
        return Stream.concat(Stream.of(target.getOwner()), subclasses)
                .filter(owner -> owner.getPackageName().startsWith("dev.meanwhile"))
                .flatMap(owner -> owner.getCodeUnits().stream())
                .filter(unit -> unit.getName().equals(target.getName())
                        && unit.getRawParameterTypes().equals(target.getRawParameterTypes()));
    }

    private static boolean readsState(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        if (target.getName().equals("<init>")) {
            return isState(target.getOwner());
        }
        // The current thread is no state: it is used to find the class loader.
        return !target.getFullName().startsWith("java.lang.Thread.currentThread")
                && (METHODS.contains(owner + "." + target.getName())
                        || READERS.stream().anyMatch(reader -> reader.getName().equals(owner))
                        || owner.startsWith("java.time.") && target.getName().equals("now")
                        || isState(target.getRawReturnType()));
    }
}
