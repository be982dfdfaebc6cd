package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.IdMaps;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.FileStatus;
import dev.custody.linux.IdRange;
import dev.custody.linux.Mount;
import dev.custody.linux.UserNamespace;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The owner's id is not mapped in this pod's user namespace, or not by the volume's idmapped mount,
 * so the process's capabilities do not apply to the file.
 */
public final class UsernsUnmapped implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.USERNS_UNMAPPED;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    FileStatus status = denial.decider() == null ? null : denial.decider().status();
    UserNamespace here = access.process().userNamespace();
    Mount mount = access.deciderMount();
    boolean idmapped = mount != null && mount.idmapped();
    if (denial.decider() == null
        || status == null
        || here == null
        || (here.isIdentity() && !idmapped)
        || !denial.refused()
        || denial.againstPrediction()) {
      return null;
    }
    boolean overMapped =
        denial.prediction() instanceof Prediction.Denied denied && denied.unmapped();
    if (overMapped ? Prediction.mapped(here, status, mount) : !access.mode().ownerMayBeUnmapped()) {
      return null;
    }
    // An owner who really has the overflow id looks the same where that id is mapped.
    boolean ambiguous = shownInsideTheMap(here, status);
    String path = denial.decider().path();
    List<String> evidence =
        access.facts(
            "uid_map " + FactText.ranges(here, true),
            "gid_map " + FactText.ranges(here, false),
            "unmapped ids are shown as " + here.overflowUid() + " and " + here.overflowGid());
    if (mount != null && idmapped) {
      evidence.add(IdMaps.fact(mount));
    }
    return new Finding(
        id(),
        confidence(overMapped, ambiguous),
        path
            + (mount != null && idmapped
                ? " belongs to an id that is not in the id map of the mount " + mount.mountPoint()
                : " belongs to an id that does not exist in this pod's user namespace"),
        evidence,
        List.of(
            overMapped
                ? RuledOut.of(
                    CauseId.ROOT_WITHOUT_DAC,
                    "the process has the capability, but only over mapped ids")
                : new RuledOut(
                    List.of(CauseId.MODE_DENIES),
                    RuledOut.ALONE,
                    "the owner on the node is not the one shown here")),
        idmapped
            ? IdMaps.remedy(access.mode().grantOthers())
            : "run all tasks of the pipeline with the same user namespace mode (hostUsers, or"
                + " CRI-O's userns-mode annotation), on a file system that supports idmapped"
                + " mounts; or make the file readable by others",
        idmapped
            ? Command.of("grep idmapped /proc/self/mountinfo")
                + " in both steps; on the node, `ls -ln` of the volume shows the owner's real id"
            : "cat /proc/self/uid_map in the step that wrote the file");
  }

  /** Whether the id shown is the overflow id and lies in the map too. */
  private static boolean shownInsideTheMap(UserNamespace here, FileStatus status) {
    return inside(here.overflowUid(), status.uid(), here.uidMap())
        || inside(here.overflowGid(), status.gid(), here.gidMap());
  }

  private static boolean inside(@Nullable Long overflow, long shown, List<IdRange> map) {
    return overflow != null
        && shown == overflow
        && map.stream().anyMatch(range -> range.maps(overflow));
  }

  private static Finding.Confidence confidence(boolean overMapped, boolean ambiguous) {
    if (overMapped) {
      // The capability would have opened a mapped file, so only another denier is left.
      return ambiguous ? Finding.Confidence.HIGH : Finding.Confidence.CERTAIN;
    }
    return ambiguous ? Finding.Confidence.MEDIUM : Finding.Confidence.HIGH;
  }
}
