package dev.meanwhile.nativeimage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.objectweb.asm.Type;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/** Finds the classes that the code itself passes to Jackson or to a server-sent event. Quarkus does not see these calls. */
final class JsonCalls {

    private static final String PROJECT = "dev.meanwhile";
    private static final String JACKSON = "com.fasterxml.jackson.";

    /** Methods that read or write a value of any type, so that Quarkus cannot know which. */
    private static final Pattern READ_OR_WRITE = Pattern.compile("""
            com\\.fasterxml\\.jackson\\.(core|databind|jr)\\.[\\w.$]+\\.\
            (write(Value|Values|POJO|Object|PojoProperty|ObjectField|Pojo|Tree)?\\w*|read\\w*|convertValue|valueToTree\
            |treeToValue|updateValue|constructType|for(Type|RootType)|acceptJsonFormatVisitor|putPOJO|addPOJO)\
            |io\\.vertx\\.core\\.json\\.(Json|JsonObject|JsonArray|jackson\\.\\w+)\\.(encode\\w*|decodeValue|mapFrom|mapTo)\
            |io\\.vertx\\.\\w*\\.?core\\.spi\\.json\\.JsonCodec\\.\\w+|io\\.vertx\\.ext\\.web\\.RoutingContext\\.json\
            |jakarta\\.ws\\.rs\\.sse\\.OutboundSseEvent\\$Builder\\.data|jakarta\\.ws\\.rs\\.sse\\.Sse\\.newEvent\
            |jakarta\\.ws\\.rs\\.core\\.Response(\\$ResponseBuilder)?\\.(ok|entity|accepted)\
            |jakarta\\.ws\\.rs\\.client\\.Entity\\.\\w+""");

    /** A text, a number or bytes: Jackson needs no reflection. */
    private static final Pattern LEAF = Pattern.compile(
            "java\\.lang\\.(String|CharSequence|Boolean|Byte|Short|Integer|Long|Float|Double|Character)|byte\\[\\]|null|void"
                    + "|boolean|byte|short|int|long|float|double|char|" + JACKSON.replace(".", "\\.")
                    + "(core|databind)\\..*|io\\.vertx\\.core\\.(json|buffer)\\..*|java\\.(io|nio|net)\\..*");

    private JsonCalls() {
    }

    /** The classes that the code itself passes to Jackson or to an event, with the types of their members. */
    static Set<String> written(List<CallSite> calls, JavaClasses classes) {
        Set<String> written = new TreeSet<>();
        Deque<JavaClass> unvisited = new ArrayDeque<>();
        passedTypes(calls).filter(classes::contain).map(classes::get).forEach(unvisited::push);
        while (!unvisited.isEmpty()) {
            JavaClass type = unvisited.pop();
            if (type.getName().startsWith(PROJECT) && written.add(type.getName())) {
                unvisited.addAll(type.getAllSubclasses());
                type.getAllFields().forEach(field -> unvisited.addAll(field.getAllInvolvedRawTypes()));
                type.getAllMethods().stream().filter(method -> method.getParameters().isEmpty())
                        .forEach(method -> unvisited.addAll(method.getReturnType().getAllInvolvedRawTypes()));
            }
        }
        return written.stream().filter(name -> !classes.get(name).isInterface())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> passedTypes(List<CallSite> calls) {
        return calls.stream().filter(JsonCalls::readsOrWrites).flatMap(call -> call.arguments().stream())
                .map(argument -> isClass(argument) ? argument.constant() : className(argument.type()))
                .filter(name -> name != null);
    }

    /** Calls that pass a value to Jackson whose class is not known where it is passed. */
    static List<String> ofUnknownType(List<CallSite> calls) {
        return calls.stream().filter(JsonCalls::readsOrWrites)
                .flatMap(call -> call.arguments().stream().filter(JsonCalls::isUnknown)
                        .map(argument -> call + " with " + className(argument.type())))
                .toList();
    }

    private static boolean readsOrWrites(CallSite call) {
        return READ_OR_WRITE.matcher(call.owner() + "." + call.name()).matches();
    }

    private static boolean isClass(CallSite.Argument argument) {
        return argument.declared().getClassName().equals("java.lang.Class");
    }

    private static boolean isUnknown(CallSite.Argument argument) {
        String name = className(argument.type());
        return isClass(argument) ? argument.constant() == null
                : argument.declared().getClassName().equals("java.lang.Object") && !name.startsWith(PROJECT)
                        && !LEAF.matcher(name).matches();
    }

    private static String className(Type type) {
        return type == null ? "null" : type.getDescriptor().equals("Lnull;") ? "null" : type.getClassName();
    }
}
