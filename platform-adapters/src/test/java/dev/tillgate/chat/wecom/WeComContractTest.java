package dev.tillgate.chat.wecom;

import dev.tillgate.chat.channel.ChannelContract;
import dev.tillgate.chat.channel.ChannelFixture;

/** Customer service at WeCom keeps the contract of channels. */
class WeComContractTest extends ChannelContract {
    @Override
    protected ChannelFixture fixture() {
        return new WeComFixture();
    }
}
