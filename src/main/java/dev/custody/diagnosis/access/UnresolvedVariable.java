package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.oci.ShellWord;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path holds a variable that Tekton did not replace. */
public final class UnresolvedVariable implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.UNRESOLVED_VARIABLE;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    String path = access.walk().path();
    int at = path.indexOf("$(");
    // A directory may really have such a name, and be refused for another reason.
    if (at < 0
        || access.walk().components().stream()
            .anyMatch(c -> c.path().length() > at && c.status() != null)) {
      return null;
    }
    int end = path.indexOf(41, at);
    String variable = end < 0 ? path.substring(at) : path.substring(at, end + 1);
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        variable + " was not replaced by Tekton",
        List.of("the path is literally " + path),
        List.of(),
        "declare the workspace, parameter or result that it names in the Task; Tekton leaves an"
            + " undeclared one as it is",
        Kubectl.getPod(access.observed(), null, "-o yaml | grep -F " + ShellWord.of(variable)));
  }
}
