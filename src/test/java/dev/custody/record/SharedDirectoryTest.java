package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDirectoryTest {
  @TempDir Path volume;

  @Test
  void opensWhatItMakesToAllUsersOfTheVolume() throws IOException {
    SharedDirectory.make(volume.resolve(".custody/run"));
    assertEquals(0777, mode(volume.resolve(".custody")) & 0777);
    assertEquals(0777, mode(volume.resolve(".custody/run")) & 0777);
  }

  @Test
  void keepsTheSetgidBitThatTheVolumeHandsDown() throws IOException {
    Files.setAttribute(volume, "unix:mode", 02770);
    SharedDirectory.make(volume.resolve("run"));
    assertEquals(02777, mode(volume.resolve("run")));
  }

  @Test
  void leavesWhatExistsAsItIs() throws IOException {
    Files.setAttribute(volume, "unix:mode", 0750);
    SharedDirectory.make(volume);
    assertEquals(0750, mode(volume));
  }

  @Test
  void refusesAFileInTheWay() throws IOException {
    Files.createFile(volume.resolve("run"));
    assertThrows(
        FileAlreadyExistsException.class, () -> SharedDirectory.make(volume.resolve("run")));
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
  }
}
