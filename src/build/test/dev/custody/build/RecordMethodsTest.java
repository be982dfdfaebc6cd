package dev.custody.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The methods written out against those that the JDK makes. */
class RecordMethodsTest {
  record Empty() {}

  record Every(
      int i,
      long j,
      boolean z,
      byte b,
      short s,
      char c,
      float f,
      double d,
      @Nullable String text,
      @Nullable Object other) {}

  record OwnEquals(int i) {
    @Override
    public boolean equals(Object other) {
      return other instanceof OwnEquals;
    }

    @Override
    public int hashCode() {
      return 7;
    }
  }

  @Test
  void theySayWhatTheJdkSays() throws Exception {
    Constructor<?> plain = writtenOut(Every.class).getDeclaredConstructors()[0];
    plain.setAccessible(true);
    Object other = new Object();
    List<Every> usual = new ArrayList<>();
    for (float number : new float[] {0f, -0f, Float.NaN, 1.5f}) {
      for (String text : Arrays.asList(null, "", "text")) {
        for (int n : new int[] {0, -1, 65535}) {
          usual.add(
              new Every(
                  n,
                  (long) n << 40,
                  n == 0,
                  (byte) n,
                  (short) n,
                  (char) n,
                  number,
                  number,
                  text,
                  n == 0 ? other : null));
        }
      }
    }
    List<Object> made = new ArrayList<>();
    for (Every e : usual) {
      made.add(plain.newInstance(e.i, e.j, e.z, e.b, e.s, e.c, e.f, e.d, e.text, e.other));
    }
    for (int i = 0; i < usual.size(); i++) {
      assertEquals(usual.get(i).toString(), made.get(i).toString());
      assertEquals(usual.get(i).hashCode(), made.get(i).hashCode());
      assertFalse(made.get(i).equals(usual.get(i)), "another class");
      for (int j = 0; j < usual.size(); j++) {
        assertEquals(
            usual.get(i).equals(usual.get(j)), made.get(i).equals(made.get(j)), i + " " + j);
      }
    }
  }

  @Test
  void aRecordWithoutComponentsAndOneWithMethodsOfItsOwn() throws Exception {
    Object empty = instance(writtenOut(Empty.class));
    assertEquals("Empty[]", empty.toString());
    assertEquals(0, empty.hashCode());
    assertTrue(empty.equals(instance(empty.getClass())));
    Object own = instance(writtenOut(OwnEquals.class), 1);
    assertEquals(7, own.hashCode());
    assertEquals("OwnEquals[i=1]", own.toString());
    assertTrue(own.equals(instance(own.getClass(), 2)));
  }

  @Test
  void otherClassesStayAsTheyAre() throws Exception {
    byte[] content = bytes(RecordMethodsTest.class);
    assertSame(content, RecordMethods.writtenOut(ClassFile.of(), content));
  }

  private static Object instance(Class<?> type, Object... arguments) throws Exception {
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor.newInstance(arguments);
  }

  private static Class<?> writtenOut(Class<?> type) throws IOException {
    return defined(type, RecordMethods.writtenOut(ClassFile.of(), bytes(type)));
  }

  /** A class of the same name with other content. */
  static Class<?> defined(Class<?> type, byte[] content) {
    assertEquals(List.of(), ClassFile.of().verify(content));
    return new ClassLoader(type.getClassLoader()) {
      Class<?> define() {
        return defineClass(type.getName(), content, 0, content.length);
      }
    }.define();
  }

  static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            type.getResourceAsStream(type.getName().replaceFirst(".*\\.", "") + ".class"))) {
      return in.readAllBytes();
    }
  }
}
