package dev.custody.report.run;

/** The kinds of event in the timeline of a run. */
public enum EventKind {
  BUILT,
  EXPORTED,
  REWRITTEN,
  REPLACED,
  TOUCHED,
  RELABELLED,
  CHANGED,
  STARTED,
  ENDED,
  CLUSTER,
  TOOL_FAILED,
  RECORDED,
  VERIFIED,
  PUSHED,
  DIFFERS,
  DAMAGED,
  DENIED,
  UNKNOWN
}
