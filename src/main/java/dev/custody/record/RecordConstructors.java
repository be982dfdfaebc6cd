package dev.custody.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;

/**
 * Calls the constructors of records as reflection does. Jackson would call them by method handles
 * that spread an array over the parameters, for which the JVM makes a class or several for each
 * shape of record: 116 of them, a fifth of the time of a short {@code verify}. What no file,
 * process or clock can give ({@link PossibleValues}) is refused before.
 */
final class RecordConstructors extends JacksonModule {
  @Override
  public String getModuleName() {
    return "record constructors";
  }

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  @Override
  public void setupModule(SetupContext context) {
    context.addValueInstantiators(
        new ValueInstantiators.Base() {
          @Override
          public ValueInstantiator modifyValueInstantiator(
              DeserializationConfig config,
              BeanDescription.Supplier description,
              ValueInstantiator usual) {
            return description.getBeanClass().isRecord()
                    && usual.getClass() == StdValueInstantiator.class
                ? new ByReflection((StdValueInstantiator) usual)
                : usual;
          }
        });
  }

  private static final class ByReflection extends StdValueInstantiator {
    private final List<String> components;

    ByReflection(StdValueInstantiator usual) {
      super(usual);
      components =
          Stream.of(getValueClass().getRecordComponents()).map(RecordComponent::getName).toList();
    }

    @Override
    public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
      if (!(getWithArgsCreator().getAnnotated() instanceof Constructor<?> constructor)) {
        return super.createFromObjectWith(context, arguments);
      }
      String impossible = impossible(arguments);
      if (impossible != null) {
        return context.reportInputMismatch(getValueClass(), "%s", impossible);
      }
      try {
        return constructor.newInstance(arguments);
      } catch (InvocationTargetException e) {
        return context.handleInstantiationProblem(
            getValueClass(), arguments, rewrapCtorProblem(context, e.getCause()));
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        return context.handleInstantiationProblem(
            getValueClass(), arguments, rewrapCtorProblem(context, e));
      }
    }

    private @Nullable String impossible(Object[] arguments) {
      String found = null;
      for (int i = 0; found == null && i < arguments.length; i++) {
        found = PossibleValues.impossible(getValueClass(), components.get(i), arguments[i]);
      }
      return found;
    }
  }
}
