package dev.custody.report.render;

import static dev.custody.report.render.HtmlText.escaped;
import static dev.custody.report.render.HtmlText.prose;

import dev.custody.report.run.ReportDocument.Event;
import dev.custody.report.run.ReportDocument.EventKind;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.text.Printable;
import dev.custody.report.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The timeline: time runs down the page, the archive and each task have a lane, a dotted line shows
 * who reached for the archive. The words beside the drawing say the same.
 */
final class HtmlTimeline {
  private static final int LANE = 20;
  private static final int MAX_LANES = 10;
  private static final int MAX_NAME = 16;

  private HtmlTimeline() {}

  static void write(StringBuilder out, Run run, String id) {
    List<Event> events = run.timeline().stream().limit(ReportTerms.EVENTS).toList();
    List<String> lanes = lanes(events);
    boolean oneDay = Times.oneDay(events.stream().map(Event::at).toList());
    boolean others = events.stream().anyMatch(e -> !lanes.contains(e.lane()));
    int width = (lanes.size() + (others ? 1 : 0)) * LANE + 6;
    out.append("<table class=\"timeline\" style=\"--lanes: ")
        .append(width)
        .append("px\" aria-labelledby=\"")
        .append(id)
        .append("\">\n<caption>")
        .append(oneDay ? Times.day(events.getFirst().at()) + ", times" : "Times")
        .append(" in UTC</caption>\n<thead><tr><th scope=\"col\">Time</th>")
        .append("<td class=\"lanes\">")
        .append(names(lanes))
        .append("</td><th scope=\"col\">What happened</th></tr></thead>\n<tbody>\n");
    Instant before = null;
    for (Event event : events) {
      out.append("<tr class=\"")
          .append(tone(event.what()))
          .append("\"><th scope=\"row\"><time datetime=\"")
          .append(event.at())
          .append("\">")
          .append(oneDay ? Times.clock(event.at()) : Times.time(event.at()).replace(" ", "<br>"))
          .append("</time>")
          .append(since(before, event.at()))
          .append("</th><td class=\"lanes\">")
          .append(drawing(lanes, event))
          .append("</td><td><strong>")
          .append(escaped(event.lane()))
          .append("</strong>: <span class=\"what\">")
          .append(ReportTerms.word(event.what()))
          .append("</span><br>")
          .append(prose(event.text()))
          .append("</td></tr>\n");
      before = event.at();
    }
    out.append("</tbody></table>\n");
    if (run.timeline().size() > events.size()) {
      out.append("<p>")
          .append(run.timeline().size() - events.size())
          .append(" more are in the JSON form.</p>\n");
    }
  }

  private static List<String> lanes(List<Event> events) {
    List<String> lanes = new ArrayList<>(List.of(Event.ARCHIVE));
    events.stream()
        .map(Event::lane)
        .distinct()
        .filter(l -> !l.equals(Event.ARCHIVE))
        .limit(MAX_LANES)
        .forEach(lanes::add);
    return lanes;
  }

  private static String since(@Nullable Instant before, Instant now) {
    if (before == null) {
      return "";
    }
    Duration gap = Duration.between(before, now);
    long seconds = gap.toSeconds();
    String text =
        seconds < 1
            ? "+" + gap.toMillis() + " ms"
            : seconds < 120
                ? "+" + seconds + " s"
                : seconds < 7200
                    ? "+" + gap.toMinutes() + " min"
                    : seconds < 172_800 ? "+" + gap.toHours() + " h" : "+" + gap.toDays() + " days";
    return "<span class=\"since\">" + text + "</span>";
  }

  private static String names(List<String> lanes) {
    StringBuilder svg =
        new StringBuilder("<svg class=\"names\" aria-hidden=\"true\" focusable=\"false\">");
    for (int i = 0; i < lanes.size(); i++) {
      svg.append("<svg x=\"")
          .append(x(i))
          .append("\" y=\"100%\" overflow=\"visible\"><text class=\"lanename\" ")
          .append("transform=\"translate(4 -6) rotate(-90)\">")
          .append(escaped(Printable.shortened(lanes.get(i), MAX_NAME)))
          .append("</text></svg>");
    }
    return svg.append("</svg>").toString();
  }

  private static String drawing(List<String> lanes, Event event) {
    StringBuilder svg = new StringBuilder("<svg aria-hidden=\"true\" focusable=\"false\">");
    for (int i = 0; i < lanes.size(); i++) {
      line(svg, "lane", x(i), "0", x(i), "100%");
    }
    int lane = lanes.indexOf(event.lane());
    int at = x(lane < 0 ? lanes.size() : lane);
    if (lane != 0) {
      line(svg, "reach", x(0), "50%", at, "50%");
    }
    return svg.append("<svg x=\"")
        .append(at)
        .append("\" y=\"50%\" overflow=\"visible\">")
        .append(mark(event.what()))
        .append("</svg></svg>")
        .toString();
  }

  private static void line(StringBuilder svg, String kind, int x1, String y1, int x2, String y2) {
    svg.append("<line class=\"")
        .append(kind)
        .append("\" x1=\"")
        .append(x1)
        .append("\" y1=\"")
        .append(y1)
        .append("\" x2=\"")
        .append(x2)
        .append("\" y2=\"")
        .append(y2)
        .append("\"/>");
  }

  private static int x(int lane) {
    return LANE / 2 + lane * LANE;
  }

  /** Told apart by shape, not by colour only. */
  private static String mark(EventKind what) {
    return switch (what) {
      case BUILT, TOUCHED, RELABELLED, CHANGED ->
          "<path class=\"hollow\" d=\"M0-8L8 0L0 8L-8 0Z\"/>";
      case EXPORTED -> "<circle class=\"dot\" r=\"8\"/>";
      case RECORDED -> "<circle class=\"hollow\" r=\"7\"/><circle class=\"dot\" r=\"3\"/>";
      case VERIFIED ->
          "<circle class=\"dot\" r=\"9\"/><path class=\"stroke\" d=\"M-4 0L-1 3L4-3\"/>";
      case REWRITTEN, REPLACED, DIFFERS, DAMAGED, DENIED ->
          "<rect class=\"dot\" x=\"-9\" y=\"-9\" width=\"18\" height=\"18\"/>"
              + "<path class=\"stroke\" d=\"M-4-4L4 4M4-4L-4 4\"/>";
      case PUSHED -> "<path class=\"dot\" d=\"M0-9L9 7L-9 7Z\"/>";
      case UNKNOWN -> "<rect class=\"hollow\" x=\"-8\" y=\"-8\" width=\"16\" height=\"16\"/>";
    };
  }

  private static String tone(EventKind what) {
    return switch (what) {
      case REWRITTEN, REPLACED, DIFFERS, DAMAGED, DENIED -> "bad";
      case VERIFIED -> "good";
      case BUILT, EXPORTED, TOUCHED, RELABELLED, CHANGED, RECORDED, PUSHED, UNKNOWN -> "plain";
    };
  }
}
