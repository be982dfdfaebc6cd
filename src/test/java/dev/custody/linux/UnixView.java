package dev.custody.linux;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.jimfs.AttributeProvider;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.File;
import com.google.common.jimfs.FileLookup;
import com.google.common.jimfs.Jimfs;
import java.nio.file.FileSystem;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** A {@code unix} attribute view for jimfs with settable owner and mode, as jimfs has none. */
final class UnixView extends AttributeProvider {
  private static final ImmutableSet<String> NAMES =
      ImmutableSet.of("mode", "uid", "gid", "dev", "ino", "nlink", "ctime");

  static FileSystem fileSystem() {
    return Jimfs.newFileSystem(
        Configuration.unix().toBuilder()
            .setAttributeViews("basic")
            .addAttributeProvider(new UnixView())
            .build());
  }

  @Override
  public String name() {
    return "unix";
  }

  @Override
  public ImmutableSet<String> inherits() {
    return ImmutableSet.of("basic");
  }

  @Override
  public ImmutableSet<String> fixedAttributes() {
    return NAMES;
  }

  @Override
  public @Nullable Object get(File file, String attribute) {
    return switch (attribute) {
      case "mode" -> type(file) | set(file, "mode", 0755);
      case "uid", "gid" -> set(file, attribute, 0);
      case "dev" -> 0x700L;
      case "ino" -> (long) file.id();
      case "nlink" -> file.links();
      case "ctime" -> FileTime.fromMillis(0);
      default -> null;
    };
  }

  private static int type(File file) {
    return file.isDirectory() ? 0040000 : file.isSymbolicLink() ? 0120000 : 0100000;
  }

  private static int set(File file, String attribute, int otherwise) {
    return file.getAttribute("unix", attribute) instanceof Integer value ? value : otherwise;
  }

  @Override
  public void set(File file, String view, String attribute, Object value, boolean create) {
    file.setAttribute("unix", attribute, value);
  }

  @Override
  public Class<? extends FileAttributeView> viewType() {
    return FileAttributeView.class;
  }

  @Override
  public FileAttributeView view(
      FileLookup lookup, ImmutableMap<String, FileAttributeView> inherited) {
    return () -> "unix";
  }
}
