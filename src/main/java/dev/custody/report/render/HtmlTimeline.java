package dev.custody.report.render;

import dev.custody.report.run.EventKind;
import dev.custody.report.run.ReportDocument.Event;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.text.Printable;
import dev.custody.report.text.Times;
import java.util.ArrayList;
import java.util.List;

/**
 * The timeline: time runs down the page, the archive and each task have a lane, a dotted line shows
 * who reached for the archive. The words beside the drawing say the same.
 */
final class HtmlTimeline {
  private static final int LANE = 20;
  private static final int MAX_LANES = 10;
  private static final int MAX_NAME = 16;

  private HtmlTimeline() {}

  static void write(HtmlWriter out, Run run, String id) {
    List<Event> events = run.timeline().stream().limit(ReportTerms.EVENTS).toList();
    List<String> lanes = lanes(events);
    boolean oneDay = Times.oneDay(events.stream().map(Event::at).toList());
    boolean others = events.stream().anyMatch(e -> !lanes.contains(e.lane()));
    int width = (lanes.size() + (others ? 1 : 0)) * LANE + 6;
    out.open(
        "table", "class", "timeline", "style", "--lanes: " + width + "px", "aria-labelledby", id);
    out.element(
        "caption", (oneDay ? Times.day(events.getFirst().at()) + ", times" : "Times") + " in UTC");
    out.open("thead").open("tr").element("th", "Time", "scope", "col");
    out.open("td", "class", "lanes");
    names(out, lanes);
    out.close().element("th", "What happened", "scope", "col").close("thead").open("tbody");
    for (Event event : events) {
      event(out, event, lanes, oneDay);
    }
    out.close("table");
    if (run.timeline().size() > events.size()) {
      out.element("p", run.timeline().size() - events.size() + " more are in the JSON form.");
    }
  }

  private static void event(HtmlWriter out, Event event, List<String> lanes, boolean oneDay) {
    out.open("tr", "class", tone(event.what())).open("th", "scope", "row");
    out.open("time", "datetime", event.at().toString());
    if (!oneDay) {
      out.text(Times.day(event.at())).open("br");
    }
    out.text(Times.clock(event.at())).close();
    out.close().open("td", "class", "lanes");
    drawing(out, lanes, event);
    out.close().open("td").element("strong", event.lane()).text(": ");
    out.element("span", ReportTerms.word(event.what()), "class", "what");
    if (!event.distance().isEmpty()) {
      out.text(" ").element("span", event.distance(), "class", "since");
    }
    out.open("div").prose(event.text()).close("tr");
  }

  private static List<String> lanes(List<Event> events) {
    List<String> lanes = new ArrayList<>(List.of(Event.ARCHIVE));
    events.stream()
        .filter(e -> e.what() != EventKind.CLUSTER)
        .map(Event::lane)
        .distinct()
        .filter(l -> !l.equals(Event.ARCHIVE))
        .limit(MAX_LANES)
        .forEach(lanes::add);
    return lanes;
  }

  private static void names(HtmlWriter out, List<String> lanes) {
    out.open("svg", "class", "names", "aria-hidden", "true", "focusable", "false");
    for (int i = 0; i < lanes.size(); i++) {
      out.open("svg", "x", String.valueOf(x(i)), "y", "100%", "overflow", "visible");
      out.element(
          "text",
          Printable.shortened(lanes.get(i), MAX_NAME),
          "class",
          "lanename",
          "transform",
          "translate(4 -6) rotate(-90)");
      out.close();
    }
    out.close();
  }

  private static void drawing(HtmlWriter out, List<String> lanes, Event event) {
    out.open("svg", "aria-hidden", "true", "focusable", "false");
    for (int i = 0; i < lanes.size(); i++) {
      line(out, "lane", x(i), "0", x(i), "100%");
    }
    int lane = lanes.indexOf(event.lane());
    int at = x(lane < 0 ? lanes.size() : lane);
    if (lane != 0 && reaches(event.what())) {
      line(out, "reach", x(0), "50%", at, "50%");
    }
    out.open("svg", "x", String.valueOf(at), "y", "50%", "overflow", "visible");
    mark(out, event.what());
    out.close().close();
  }

  private static boolean reaches(EventKind what) {
    return switch (what) {
      case STARTED, ENDED, CLUSTER, TOOL_FAILED -> false;
      default -> true;
    };
  }

  private static void line(HtmlWriter out, String kind, int x1, String y1, int x2, String y2) {
    out.shape(
        "line",
        "class",
        kind,
        "x1",
        String.valueOf(x1),
        "y1",
        y1,
        "x2",
        String.valueOf(x2),
        "y2",
        y2);
  }

  private static int x(int lane) {
    return LANE / 2 + lane * LANE;
  }

  /** Told apart by shape, not by colour only. */
  private static void mark(HtmlWriter out, EventKind what) {
    switch (what) {
      case BUILT, TOUCHED, RELABELLED, CHANGED ->
          out.shape("path", "class", "hollow", "d", "M0-8L8 0L0 8L-8 0Z");
      case EXPORTED -> out.shape("circle", "class", "dot", "r", "8");
      case RECORDED -> {
        out.shape("circle", "class", "hollow", "r", "7");
        out.shape("circle", "class", "dot", "r", "3");
      }
      case VERIFIED -> {
        out.shape("circle", "class", "dot", "r", "9");
        out.shape("path", "class", "stroke", "d", "M-4 0L-1 3L4-3");
      }
      case REWRITTEN, REPLACED, DIFFERS, DAMAGED, DENIED, TOOL_FAILED -> {
        out.shape("rect", "class", "dot", "x", "-9", "y", "-9", "width", "18", "height", "18");
        out.shape("path", "class", "stroke", "d", "M-4-4L4 4M4-4L-4 4");
      }
      case PUSHED -> out.shape("path", "class", "dot", "d", "M0-9L9 7L-9 7Z");
      case UNKNOWN ->
          out.shape("rect", "class", "hollow", "x", "-8", "y", "-8", "width", "16", "height", "16");
      case STARTED -> out.shape("path", "class", "hollow", "d", "M-6-5L6-5L0 6Z");
      case ENDED -> out.shape("path", "class", "hollow", "d", "M-6 5L6 5L0-6Z");
      case CLUSTER -> out.shape("circle", "class", "hollow", "r", "4");
    }
  }

  private static String tone(EventKind what) {
    return switch (what) {
      case REWRITTEN, REPLACED, DIFFERS, DAMAGED, DENIED, TOOL_FAILED -> "bad";
      case VERIFIED -> "good";
      case BUILT,
          EXPORTED,
          TOUCHED,
          RELABELLED,
          CHANGED,
          RECORDED,
          PUSHED,
          UNKNOWN,
          STARTED,
          ENDED,
          CLUSTER ->
          "plain";
    };
  }
}
