package dev.custody.linux;

import java.util.List;

/**
 * The five capability sets of a process by name ({@code CAP_DAC_OVERRIDE}), capabilities(7). A bit
 * without a known name is kept as {@code CAP_<number>}.
 */
public record Capabilities(
    List<String> inheritable,
    List<String> permitted,
    List<String> effective,
    List<String> bounding,
    List<String> ambient) {
  public Capabilities {
    inheritable = List.copyOf(inheritable);
    permitted = List.copyOf(permitted);
    effective = List.copyOf(effective);
    bounding = List.copyOf(bounding);
    ambient = List.copyOf(ambient);
  }
}
