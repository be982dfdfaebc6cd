package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {
  @ParameterizedTest
  @CsvSource({
    "EPERM, Operation not permitted",
    "EIO, Input/output error",
    "ENOTCONN, Transport endpoint is not connected",
    "ESTALE, Stale file handle",
    "EROFS, Read-only file system",
    "ENOSPC, No space left on device",
    "EDQUOT, Disk quota exceeded",
    "ENAMETOOLONG, File name too long",
    "ELOOP, Too many levels of symbolic links",
    "ELOOP, Too many levels of symbolic links or unable to access attributes of symbolic link",
    "ENOKEY, Required key not available",
    "EKEYREJECTED, Key was rejected by service",
    "EUCLEAN, Structure needs cleaning",
    "UNKNOWN, Das Programm hat einen Fehler"
  })
  void namesTheWordsOfTheRuntime(String name, String words) {
    assertEquals(name, Errno.name(new FileSystemException("/a: b", null, words)));
    // A failed read(2) comes without a path and as the plain type.
    assertEquals(name, Errno.name(new IOException(words)));
  }

  @Test
  void namesTheTypesThatHaveNoWords() {
    assertEquals("EACCES", Errno.name(new AccessDeniedException("/a")));
    assertEquals("ENOENT", Errno.name(new NoSuchFileException("/a")));
    assertEquals("ENOTDIR", Errno.name(new NotDirectoryException("/a")));
  }

  @Test
  void keepsWordsItDoesNotKnow() {
    assertEquals(
        new Outcome.Failed("UNKNOWN", "strange"),
        Errno.failed(new FileSystemException("/a", null, "strange")));
    assertEquals(
        new Outcome.Failed("UNKNOWN", "FileSystemException"),
        Errno.failed(new FileSystemException("/a")));
    assertEquals(
        new Outcome.Failed("EACCES", "Permission denied"),
        Errno.failed(new AccessDeniedException("/a")));
  }

  @Test
  void namesNumbers() {
    assertEquals("ENODATA", Errno.name(61));
    assertEquals("ENOTSUP", Errno.name(95));
    assertEquals("UNKNOWN", Errno.name(4095));
  }
}
