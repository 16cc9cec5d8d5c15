package dev.meanwhile.nativeimage;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds calls of the reflection API whose target a native executable does not contain. The compiler finds the target itself if
 * it is a constant at the call (GraalVM, "Automatic Detection of Metadata"). The rule accepts this for classes of the JDK only:
 * they cannot be annotated, and a class of the project or of a library is better registered than detected.
 */
final class ReflectiveCalls {

    /** The first argument, or the receiver, is the target. */
    private static final Pattern LOOKUP = Pattern.compile("""
            java\\.lang\\.Class\\.(forName|newInstance|getRecordComponents|get(Declared)?(Method|Field|Constructor)s?)\
            |java\\.util\\.concurrent\\.atomic\\.\\w+FieldUpdater\\.newUpdater\
            |java\\.util\\.ServiceLoader\\.load(Installed)?\
            |java\\.lang\\.reflect\\.Array\\.newInstance""");

    /** The first argument after the receiver is the target. */
    private static final Pattern LOOKUP_BY_OBJECT = Pattern.compile("""
            java\\.lang\\.invoke\\.MethodHandles\\$Lookup\\.find\\w+|[\\w.$]*ClassLoader\\.loadClass""");

    private static final Pattern PROXY = Pattern
            .compile("java\\.lang\\.reflect\\.Proxy\\.\\w+|java\\.lang\\.invoke\\.MethodHandleProxies\\.\\w+");

    private static final Pattern JDK = Pattern.compile("(java|javax|jdk|sun|com\\.sun)\\..*");

    private ReflectiveCalls() {
    }

    static List<String> ofUnregisteredTargets(List<CallSite> calls, NativeSources sources) {
        return calls.stream().filter(call -> isUnregistered(call, sources)).map(CallSite::toString).toList();
    }

    private static boolean isUnregistered(CallSite call, NativeSources sources) {
        String name = call.owner() + "." + call.name();
        if (PROXY.matcher(name).matches()) {
            return true;
        }
        int target = LOOKUP.matcher(name).matches() ? 0 : LOOKUP_BY_OBJECT.matcher(name).matches() ? 1 : -1;
        return target >= 0 && !isRegistered(call, call.arguments().get(target).constant(), sources);
    }

    private static boolean isRegistered(CallSite call, String target, NativeSources sources) {
        if (target == null) {
            return false;
        }
        if (call.owner().equals("java.util.ServiceLoader")) {
            return sources.resources().contains("META-INF/services/" + target);
        }
        return JDK.matcher(target).matches() || sources.hasConstructors(target) || sources.hasMethods(target);
    }
}
