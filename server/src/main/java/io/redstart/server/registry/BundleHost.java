package io.redstart.server.registry;

import java.util.concurrent.CompletionStage;

/** Takes bundles into use and out of it. Implemented above; whoever loads bundles talks to this. */
public interface BundleHost {
    /**
     * Takes a bundle into use. When it returns, new calls go to it instead of the bundle of the same name.
     *
     * @param bundle the new one
     * @return completes when nothing runs in the bundle it replaced any more; completed already if there was none
     * @throws RejectedBundleException if it cannot be used; then nothing has changed
     */
    CompletionStage<Void> use(Bundle bundle) throws RejectedBundleException;

    /**
     * Takes a bundle out of use: its methods are not found any more.
     *
     * @param name its name
     * @return completes when nothing runs in it any more; completed already if there was none
     */
    CompletionStage<Void> remove(String name);
}
