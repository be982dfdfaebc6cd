package dev.custody.build;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.runtime.ObjectMethods;
import java.util.List;

/**
 * Writes out the {@code equals}, {@code hashCode} and {@code toString} that a record has of itself.
 * The compiler leaves them to {@link ObjectMethods}, which makes them of method handles when they
 * are first called: 6 to 25 ms for each record class in a run of a tenth of a second, which the
 * start-up cache does not keep. They say what those would say, as {@link ObjectMethods} specifies.
 */
final class RecordMethods {
  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

  private RecordMethods() {}

  /** The same class with plain methods; other classes as they are. */
  static byte[] writtenOut(ClassFile format, byte[] content) {
    ClassModel model = format.parse(content);
    if (model.findAttribute(Attributes.record()).isEmpty()) {
      return content;
    }
    ClassDesc type = model.thisClass().asSymbol();
    List<RecordComponentInfo> components =
        model.findAttribute(Attributes.record()).orElseThrow().components();
    ClassTransform methods =
        (builder, element) -> {
          if (element instanceof MethodModel method && isMadeAtRunTime(method)) {
            builder.withMethodBody(
                method.methodName(),
                method.methodType(),
                method.flags().flagsMask(),
                code -> {
                  switch (method.methodName().stringValue()) {
                    case "equals" -> equality(code, type, components);
                    case "hashCode" -> hash(code, type, components);
                    case "toString" -> text(code, type, components);
                    case String other -> throw new IllegalStateException(type + " " + other);
                  }
                });
          } else {
            builder.with(element);
          }
        };
    return format.transformClass(model, methods);
  }

  private static boolean isMadeAtRunTime(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .anyMatch(element ->
            element instanceof InvokeDynamicInstruction call
                && call.bootstrapMethod()
                    .owner()
                    .descriptorString()
                    .equals(ObjectMethods.class.descriptorString()));
  }

  private static void equality(
      CodeBuilder code, ClassDesc type, List<RecordComponentInfo> components) {
    Label differs = code.newLabel();
    code.aload(1).instanceOf(type).ifeq(differs);
    code.aload(1).checkcast(type).astore(2);
    for (RecordComponentInfo component : components) {
      String name = component.name().stringValue();
      ClassDesc of = component.descriptorSymbol();
      code.aload(0).getfield(type, name, of).aload(2).getfield(type, name, of);
      if (TypeKind.from(of).asLoadable() == TypeKind.INT) {
        code.if_icmpne(differs);
      } else if (of.isPrimitive()) {
        code.invokestatic(wrapper(of), "compare", MethodTypeDesc.of(CD_int, of, of));
        code.ifne(differs);
      } else {
        code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object));
        code.ifeq(differs);
      }
    }
    code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
  }

  private static void hash(CodeBuilder code, ClassDesc type, List<RecordComponentInfo> components) {
    code.iconst_0();
    for (RecordComponentInfo component : components) {
      ClassDesc of = component.descriptorSymbol();
      code.bipush(31).imul();
      code.aload(0).getfield(type, component.name().stringValue(), of);
      if (of.isPrimitive()) {
        code.invokestatic(wrapper(of), "hashCode", MethodTypeDesc.of(CD_int, of));
      } else {
        code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
      }
      code.iadd();
    }
    code.ireturn();
  }

  private static void text(CodeBuilder code, ClassDesc type, List<RecordComponentInfo> components) {
    code.new_(BUILDER)
        .dup()
        .invokespecial(BUILDER, "<init>", MethodTypeDesc.of(ClassDesc.ofDescriptor("V")));
    String before = type.displayName().replaceFirst(".*\\$", "") + "[";
    for (RecordComponentInfo component : components) {
      ClassDesc of = component.descriptorSymbol();
      String name = component.name().stringValue();
      append(code.loadConstant(before + name + "="), CD_String);
      code.aload(0).getfield(type, name, of);
      append(code, of.isPrimitive() ? shown(of) : CD_Object);
      before = ", ";
    }
    append(code.loadConstant(components.isEmpty() ? before + "]" : "]"), CD_String);
    code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(CD_String)).areturn();
  }

  private static void append(CodeBuilder code, ClassDesc of) {
    code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, of));
  }

  /** {@link StringBuilder} has no append for a byte and a short. */
  private static ClassDesc shown(ClassDesc primitive) {
    return "BS".contains(primitive.descriptorString()) ? CD_int : primitive;
  }

  private static ClassDesc wrapper(ClassDesc primitive) {
    return switch (primitive.descriptorString()) {
      case "I" -> ClassDesc.of("java.lang.Integer");
      case "J" -> ClassDesc.of("java.lang.Long");
      case "Z" -> ClassDesc.of("java.lang.Boolean");
      case "B" -> ClassDesc.of("java.lang.Byte");
      case "S" -> ClassDesc.of("java.lang.Short");
      case "C" -> ClassDesc.of("java.lang.Character");
      case "F" -> ClassDesc.of("java.lang.Float");
      case "D" -> ClassDesc.of("java.lang.Double");
      case String other -> throw new IllegalStateException("no primitive type: " + other);
    };
  }
}
