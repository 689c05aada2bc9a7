import { useState } from "react";
import {
  EMPTY_CONDITIONS,
  filterOf,
  type MatchPreview,
  type RevocationProgress,
} from "./matching-conditions.ts";
import { RevocationReport } from "./revocation-report.tsx";
import { RevokeMatchingConfirm } from "./revoke-matching-confirm.tsx";
import { RevokeMatchingForm } from "./revoke-matching-form.tsx";

type RevokeMatchingStepsProps = {
  /** Whether the reader entered their password a few minutes ago. */
  proven: boolean;
  /** The started revocation; null before. */
  id: string | null;
  onStarted: (id: string) => void;
  onClose: () => void;
};

/** Conditions, then what they match with the confirmation, then progress and report. */
export function RevokeMatchingSteps(props: RevokeMatchingStepsProps) {
  const { proven, id, onStarted, onClose } = props;
  const [conditions, setConditions] = useState(EMPTY_CONDITIONS);
  const [preview, setPreview] = useState<MatchPreview | null>(null);
  const [started, setStarted] = useState<RevocationProgress | null>(null);
  if (id !== null) {
    const known = started?.id === id ? started : null;
    return <RevocationReport key={id} id={id} started={known} onClose={onClose} />;
  }
  if (preview !== null) {
    return (
      <RevokeMatchingConfirm
        filter={filterOf(conditions)}
        preview={preview}
        proven={proven}
        onStarted={(revocation) => {
          setStarted(revocation);
          onStarted(revocation.id);
        }}
        onBack={() => setPreview(null)}
      />
    );
  }
  return (
    <RevokeMatchingForm
      conditions={conditions}
      onChange={setConditions}
      onPreview={setPreview}
      onCancel={onClose}
    />
  );
}
