package dev.custody.report.run;

import java.util.List;

/**
 * The verdict of a run in one sentence.
 *
 * @param tasks that it says failed; one that it only names for comparison is not among them
 */
record RunHeadline(String sentence, List<String> tasks) {
  RunHeadline {
    tasks = List.copyOf(tasks);
  }
}
