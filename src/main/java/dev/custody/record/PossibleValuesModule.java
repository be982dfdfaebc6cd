package dev.custody.record;

import java.lang.reflect.RecordComponent;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;

/** Refuses what no file, process or clock can give ({@link PossibleValues}) in what is read. */
final class PossibleValuesModule extends JacksonModule {
  @Override
  public String getModuleName() {
    return "possible values";
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
                ? new Checked((StdValueInstantiator) usual)
                : usual;
          }
        });
  }

  private static final class Checked extends StdValueInstantiator {
    Checked(StdValueInstantiator usual) {
      super(usual);
    }

    @Override
    public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
      RecordComponent[] components = getValueClass().getRecordComponents();
      String impossible =
          IntStream.range(0, components.length)
              .mapToObj(i ->
                  PossibleValues.impossible(getValueClass(), components[i].getName(), arguments[i]))
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      return impossible == null
          ? super.createFromObjectWith(context, arguments)
          : context.reportInputMismatch(getValueClass(), "%s", impossible);
    }
  }
}
