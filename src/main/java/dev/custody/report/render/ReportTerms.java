package dev.custody.report.render;

import dev.custody.report.run.ReportDocument.Column;
import dev.custody.report.run.ReportDocument.EventKind;
import dev.custody.report.run.ReportDocument.Result;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What both renderings of the document have in common: their words, and how much they show. */
final class ReportTerms {
  /** More runs than this are only named. */
  static final int RUNS = 20;

  /** More events than this are left to the JSON. */
  static final int EVENTS = 60;

  private ReportTerms() {}

  /** Which columns a table of {@code max} columns shows: the worst, in the order of time. */
  static List<Integer> columns(List<Column> columns, int max) {
    return IntStream.range(0, columns.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> rank(columns.get(i).result())))
        .limit(max)
        .sorted()
        .toList();
  }

  private static int rank(Result result) {
    return switch (result) {
      case RECORDED -> 0;
      case DIFFERS, DAMAGED -> 1;
      case DENIED -> 2;
      case UNKNOWN -> 3;
      case MATCHES -> 4;
    };
  }

  static boolean bad(Result result) {
    return result != Result.RECORDED && result != Result.MATCHES;
  }

  static String word(Result result) {
    return switch (result) {
      case RECORDED -> "recorded";
      case MATCHES -> "same image";
      case DIFFERS -> "differs";
      case DAMAGED -> "damaged";
      case DENIED -> "denied";
      case UNKNOWN -> "cannot tell";
    };
  }

  static String word(EventKind what) {
    return switch (what) {
      case BUILT -> "image built";
      case EXPORTED -> "exported";
      case REWRITTEN -> "rewritten";
      case REPLACED -> "replaced";
      case TOUCHED -> "touched";
      case RELABELLED -> "relabelled";
      case CHANGED -> "metadata changed";
      case RECORDED -> "recorded";
      case VERIFIED -> "verified";
      case PUSHED -> "pushed";
      case DIFFERS -> "gate closed, it differs";
      case DAMAGED -> "gate closed, it is damaged";
      case DENIED -> "denied";
      case UNKNOWN -> "gate closed, cannot tell";
    };
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  static String count(int number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }
}
