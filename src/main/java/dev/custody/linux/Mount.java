package dev.custody.linux;

import java.util.List;

/**
 * One line of {@code /proc/self/mountinfo}, proc_pid_mountinfo(5), with its octal escapes undone.
 *
 * @param device major:minor, as {@code st_dev} of the files on it
 * @param root the path inside the file system that is mounted here; a subPath or an emptyDir shows
 *     in it
 * @param options per-mount options ({@code ro}, {@code nosuid}, {@code idmapped})
 * @param optionalFields {@code shared:1}, {@code master:2} and any the kernel adds
 * @param superOptions per-file-system options ({@code seclabel}, {@code context="…"}, {@code
 *     vers=4.2})
 */
public record Mount(
    int id,
    int parentId,
    String device,
    String root,
    String mountPoint,
    List<String> options,
    List<String> optionalFields,
    String type,
    String source,
    List<String> superOptions) {
  public Mount {
    options = List.copyOf(options);
    optionalFields = List.copyOf(optionalFields);
    superOptions = List.copyOf(superOptions);
  }
}
