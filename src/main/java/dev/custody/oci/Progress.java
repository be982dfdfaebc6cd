package dev.custody.oci;

/** Receives how far the reading of content has come; called from the reading threads. */
public interface Progress {
  /** Ignores everything. */
  public Progress NONE =
      new Progress() {
        @Override
        public void total(long bytes) {}

        @Override
        public void advance(long bytes) {}
      };

  /** Announces how many more bytes of content will be read. */
  void total(long bytes);

  /** Reports that so many more bytes have been read. */
  void advance(long bytes);
}
