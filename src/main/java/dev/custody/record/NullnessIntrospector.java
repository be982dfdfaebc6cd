package dev.custody.record;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/** Reads JSpecify: what is not nullable is required. */
final class NullnessIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    if (member instanceof AnnotatedParameter parameter
        && parameter.getDeclaringClass().isRecord()) {
      RecordComponent component =
          parameter.getDeclaringClass().getRecordComponents()[parameter.getIndex()];
      return !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
    return super.hasRequiredMarker(config, member);
  }

  /** An explicit null is not a value either, where one is required or in a list. */
  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    if (annotated instanceof AnnotatedParameter parameter
        && parameter.getDeclaringClass().isRecord()) {
      boolean required = Boolean.TRUE.equals(hasRequiredMarker(config, parameter));
      return JsonSetter.Value.construct(required ? Nulls.FAIL : Nulls.DEFAULT, Nulls.FAIL);
    }
    return super.findSetterInfo(config, annotated);
  }
}
