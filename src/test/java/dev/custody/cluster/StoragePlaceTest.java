package dev.custody.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoragePlaceTest {
  @ParameterizedTest
  @CsvSource({
    "/, /build/image.tar, true",
    "/build, /build/image.tar, true",
    "/build/, /build//image.tar, true",
    "/push, /build/image.tar, false",
    "/bui, /build/image.tar, false",
    "/build/image.tar, /build, false",
  })
  void coversWhatLiesBelow(String directory, String file, boolean covers) {
    assertEquals(covers, new StoragePlace("v", directory).covers(new StoragePlace("v", file)));
  }
}
