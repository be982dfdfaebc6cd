package dev.custody.linux;

/** The type bits of {@code st_mode}, inode(7). */
public enum FileType {
  REGULAR,
  DIRECTORY,
  SYMLINK,
  FIFO,
  SOCKET,
  CHARACTER_DEVICE,
  BLOCK_DEVICE
}
