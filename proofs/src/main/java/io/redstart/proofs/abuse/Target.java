package io.redstart.proofs.abuse;

import io.redstart.api.Api;
import io.redstart.api.Call;

/** What the clients call. */
@Api("target")
public class Target {
    private String kept = "";

    /** An object for one session. */
    public Target() {}

    @Call
    public void keep(String text) {
        kept = text;
    }

    @Call
    public String kept() {
        return kept;
    }

    @Call
    public String much(int length) {
        return "x".repeat(length);
    }

    @Call
    public void fails() {
        throw new IllegalStateException("a secret of ours");
    }
}
