package dev.custody.oci.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
  private static final List<Integer> ITEMS = IntStream.range(0, 500).boxed().toList();

  private final Thread caller = Thread.currentThread();

  @Test
  void oneThreadIsTheCallingOneAndKeepsTheOrder() {
    List<Integer> done = new ArrayList<>();
    new Workers(
            1,
            (_, _) -> {
              throw new AssertionError("no other is wanted");
            })
        .each(ITEMS, (item, _) -> done.add(item));
    assertEquals(ITEMS, done);
  }

  @Test
  void asManyItemsAreInWorkAtOnceAsThereAreThreads() {
    CountDownLatch all = new CountDownLatch(3);
    new Workers(3)
        .each(
            List.of(1, 2, 3),
            (_, _) -> {
              all.countDown();
              assertTrue(reached(all), "the others have not begun");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void goesOnWithTheThreadsThatCanBeHad(int most) {
    AtomicInteger started = new AtomicInteger();
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    Workers workers =
        new Workers(
            8,
            (name, work) ->
                started.getAndIncrement() < most ? HelperThread.start(name, work) : null);
    workers.each(ITEMS, (item, _) -> done.add(item));
    assertEquals(Set.copyOf(ITEMS), done);
    assertEquals(most + 1, started.get(), "it is asked again after a refusal");
  }

  @Test
  void aThreadThatCannotBeCreatedIsNoHelper() {
    Thread refused =
        new Thread() {
          @Override
          public void start() {
            throw new OutOfMemoryError("unable to create native thread");
          }
        };
    assertNull(HelperThread.started(refused));
  }

  @Test
  void theFirstFailureEndsTheWorkOfAllAndIsThrownAsItIs() {
    Error failure = new OutOfMemoryError("of a test");
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch both = new CountDownLatch(2);
    Error thrown =
        assertThrows(
            Error.class,
            () ->
                new Workers(2)
                    .each(
                        ITEMS,
                        (_, _) -> {
                          begun.incrementAndGet();
                          both.countDown();
                          if (Thread.currentThread() != caller && reached(both)) {
                            throw failure;
                          }
                          assertTrue(reached(both), "the other has not begun");
                          sleep(10);
                        }));
    assertSame(failure, thrown);
    assertTrue(begun.get() < ITEMS.size() / 2, begun + " items were begun");
  }

  @Test
  void aFailureOfTheCallingThreadEndsTheOthersToo() {
    AtomicInteger begun = new AtomicInteger();
    assertThrows(
        UnsupportedOperationException.class,
        () ->
            new Workers(2)
                .each(
                    ITEMS,
                    (_, _) -> {
                      begun.incrementAndGet();
                      if (Thread.currentThread() == caller) {
                        throw new UnsupportedOperationException();
                      }
                      sleep(10);
                    }));
    assertTrue(begun.get() < ITEMS.size() / 2, begun + " items were begun");
  }

  @Test
  void anInterruptedCallerDoesNotWaitForTheOthersToFinish() {
    CountDownLatch begun = new CountDownLatch(1);
    assertThrows(
        IllegalStateException.class,
        () ->
            new Workers(2)
                .each(
                    List.of(1, 2),
                    (_, _) -> {
                      if (Thread.currentThread() == caller) {
                        assertTrue(reached(begun), "the other has not begun");
                        caller.interrupt();
                      } else {
                        begun.countDown();
                        sleep(3_600_000);
                      }
                    }));
    assertTrue(Thread.interrupted(), "it is still known that it was interrupted");
  }

  @Test
  void threadsThatHaveNothingToDoAreSpareForThoseThatHave() {
    CountDownLatch spare = new CountDownLatch(1);
    new Workers(3)
        .each(
            List.of("long", "short"),
            (item, scratch) -> {
              if (item.equals("long")) {
                assertTrue(scratch.takeSpare(), "the third has no item");
                while (!scratch.takeSpare()) {
                  sleep(1);
                }
                assertFalse(scratch.takeSpare(), "this one is at work");
                spare.countDown();
              }
            });
    assertEquals(0, spare.getCount());
  }

  private static boolean reached(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
