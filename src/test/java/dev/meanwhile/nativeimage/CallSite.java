package dev.meanwhile.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SimpleVerifier;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * A call in the byte code, or a method reference, with what is known about its arguments: their types, which the called method
 * may not declare, and the values of constants.
 *
 * @param caller the class that contains the call
 * @param owner the class whose method is called
 * @param arguments of a call of an instance method, the first one is the receiver
 */
record CallSite(String caller, String method, String owner, String name, List<Argument> arguments) {

    /**
     * @param declared the type in the declaration of the called method
     * @param type the type at the call
     * @param constant a text or the name of a class; null if it is not known
     */
    record Argument(Type declared, Type type, String constant) {
    }

    @Override
    public String toString() {
        return caller + "." + method + " calls " + owner + "." + name;
    }

    static List<CallSite> find(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            List<CallSite> found = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassNode type = new ClassNode();
                new ClassReader(Files.readAllBytes(file)).accept(type, ClassReader.SKIP_DEBUG);
                for (MethodNode method : type.methods) {
                    new Scan(type, method).addTo(found);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AnalyzerException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The calls of one method. */
    private static final class Scan {

        private final ClassNode owner;
        private final MethodNode method;
        private final Frame<BasicValue>[] types;
        private final Frame<SourceValue>[] sources;

        Scan(ClassNode owner, MethodNode method) throws AnalyzerException {
            this.owner = owner;
            this.method = method;
            this.types = new Analyzer<>(new SimpleVerifier()).analyze(owner.name, method);
            this.sources = new Analyzer<>(new Sources()).analyze(owner.name, method);
        }

        void addTo(List<CallSite> found) {
            for (int index = 0; index < types.length; index++) {
                AbstractInsnNode code = method.instructions.get(index);
                if (types[index] == null) {
                    continue; // unreachable
                }
                if (code instanceof MethodInsnNode call) {
                    Type receiver = call.getOpcode() == Opcodes.INVOKESTATIC ? null : Type.getObjectType(call.owner);
                    List<Type> declared = declared(receiver, call.desc);
                    int first = types[index].getStackSize() - declared.size();
                    int at = index;
                    found.add(site(call.owner, call.name, IntStream.range(0, declared.size()).mapToObj(i -> new Argument(
                            declared.get(i), types[at].getStack(first + i).getType(),
                            constant(sources[at].getStack(first + i)))).toList()));
                } else if (code instanceof InvokeDynamicInsnNode lambda && lambda.bsmArgs.length > 2
                        && lambda.bsmArgs[1] instanceof Handle target && lambda.bsmArgs[2] instanceof Type instantiated) {
                    List<Type> declared = declared(
                            target.getTag() == Opcodes.H_INVOKESTATIC || target.getTag() == Opcodes.H_NEWINVOKESPECIAL ? null
                                    : Type.getObjectType(target.getOwner()),
                            target.getDesc());
                    List<Type> given = Stream.concat(Stream.of(Type.getArgumentTypes(lambda.desc)),
                            Stream.of(instantiated.getArgumentTypes())).toList();
                    found.add(site(target.getOwner(), target.getName(),
                            IntStream.range(0, Math.min(declared.size(), given.size()))
                                    .mapToObj(i -> new Argument(declared.get(i), given.get(i), null)).toList()));
                }
            }
        }

        private CallSite site(String target, String name, List<Argument> arguments) {
            return new CallSite(className(owner.name), method.name, className(target), name, arguments);
        }

        private static List<Type> declared(Type receiver, String descriptor) {
            return Stream.concat(Stream.ofNullable(receiver), Stream.of(Type.getArgumentTypes(descriptor))).toList();
        }

        private static String className(String internalName) {
            return internalName.startsWith("[") ? internalName : Type.getObjectType(internalName).getClassName();
        }

        private String constant(SourceValue value) {
            return value.insns.size() == 1 ? constant(value.insns.iterator().next()) : null;
        }

        private String constant(AbstractInsnNode source) {
            if (source instanceof LdcInsnNode constant) {
                return constant.cst instanceof Type type ? type.getClassName() : String.valueOf(constant.cst);
            }
            if (source instanceof MethodInsnNode call && call.owner.equals("java/lang/Class") && call.name.equals("forName")) {
                Frame<SourceValue> frame = sources[method.instructions.indexOf(call)];
                return constant(frame.getStack(frame.getStackSize() - Type.getArgumentTypes(call.desc).length));
            }
            return null;
        }
    }

    /** Follows a value through local variables and casts to the instruction that created it. */
    private static final class Sources extends SourceInterpreter {

        Sources() {
            super(Opcodes.ASM9);
        }

        @Override
        public SourceValue copyOperation(AbstractInsnNode code, SourceValue value) {
            return value;
        }

        @Override
        public SourceValue unaryOperation(AbstractInsnNode code, SourceValue value) {
            return code.getOpcode() == Opcodes.CHECKCAST ? value : super.unaryOperation(code, value);
        }
    }
}
