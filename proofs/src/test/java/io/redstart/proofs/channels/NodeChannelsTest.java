package io.redstart.proofs.channels;

class NodeChannelsTest extends ChannelsContract {
    @Override
    Player.Kind kind() {
        return NodePlayer::new;
    }
}
