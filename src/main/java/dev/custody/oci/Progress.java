package dev.custody.oci;

/** Told how far the reading of content has come; called from the reading threads. */
public interface Progress {
  /** Wants to know nothing. */
  public Progress NONE =
      new Progress() {
        @Override
        public void total(long bytes) {}

        @Override
        public void advance(long bytes) {}
      };

  /** That many bytes of content more will be read, once that is known. */
  void total(long bytes);

  /** That many more have been read. */
  void advance(long bytes);
}
