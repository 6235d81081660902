package io.parley.outbound.channel.whatsapp;

import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Contacts;
import io.parley.contract.message.MessageContent.Location;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageContent.Reaction;
import io.parley.contract.message.MessageContent.Text;
import io.parley.contract.outbound.Outbound;
import io.parley.evolution.MessageKey;
import io.parley.evolution.Quoted;
import io.parley.evolution.SendOptions;
import io.parley.evolution.SendRequest;
import io.parley.evolution.SendRequest.ContactCard;
import io.parley.evolution.SendRequest.SendContact;
import io.parley.evolution.SendRequest.SendLocation;
import io.parley.evolution.SendRequest.SendMedia;
import io.parley.evolution.SendRequest.SendReaction;
import io.parley.evolution.SendRequest.SendSticker;
import io.parley.evolution.SendRequest.SendText;
import io.parley.evolution.SendRequest.SendWhatsAppAudio;
import io.parley.outbound.channel.OutgoingPart;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Turns a part of a message into what Evolution is asked to send. */
final class SendRequests {

    private final MediaFiles files;

    SendRequests(MediaFiles files) {
        this.files = files;
    }

    /**
     * Fails with {@link Unsendable} when WhatsApp has nothing for this content.
     *
     * @param messageId the id to use; absent where the server chooses
     */
    Mono<SendRequest> of(OutgoingPart part, @Nullable String messageId) {
        Recipient to = Recipient.of(part.message().address());
        SendOptions options = SendOptions.NONE.quoting(quoted(part, to)).withMessageId(messageId);
        return switch (part.content()) {
            case Text text -> Mono.just(new SendText(to.number(), WhatsAppMarkup.of(text.body()), options));
            case Media media -> files.handOver(media).map(file -> media(media, file, to, options));
            case Location location -> Mono.just(location(location, to, options));
            case Contacts contacts -> Mono.fromCallable(() -> contacts(contacts, to, options));
            case Reaction reaction -> Mono.just(reaction(reaction, part.message(), to));
            case MessageContent.Poll poll -> unsendable("a poll");
            case MessageContent.InteractiveReply reply -> unsendable("a choice");
            case MessageContent.Edit edit -> unsendable("an edit");
            case MessageContent.Delete delete -> unsendable("a deletion");
            case MessageContent.Unsupported unsupported -> unsendable("content of this kind");
        };
    }

    private static SendRequest media(Media media, String file, Recipient to, SendOptions options) {
        if (MediaFiles.isVoice(media)) {
            return new SendWhatsAppAudio(to.number(), file, true, options);
        }
        if (media.kind() == MediaKind.STICKER) {
            return new SendSticker(to.number(), file, options);
        }
        String caption = media.caption() == null ? null : WhatsAppMarkup.of(media.caption());
        return new SendMedia(
                to.number(),
                MediaFiles.typeOf(media),
                file,
                media.mediaType(),
                caption,
                MediaFiles.nameOf(media),
                options);
    }

    /** Evolution wants a name and an address, and neither may be empty. */
    private static SendRequest location(Location location, Recipient to, SendOptions options) {
        String position = String.format(Locale.ROOT, "%.6f, %.6f", location.latitude(), location.longitude());
        String name = firstOf(location.name(), location.address(), position);
        String address = firstOf(location.address(), location.name(), position);
        return new SendLocation(to.number(), location.latitude(), location.longitude(), name, address, options);
    }

    private static SendRequest contacts(Contacts contacts, Recipient to, SendOptions options) {
        return new SendContact(
                to.number(), contacts.cards().stream().map(SendRequests::card).toList(), options);
    }

    private static ContactCard card(Contacts.Card card) {
        if (card.phones().isEmpty()) {
            throw new Unsendable("a contact without a phone number cannot be sent");
        }
        String phone = card.phones().get(0);
        String digits = phone.replaceAll("\\D", "");
        String name = card.name().isBlank() ? phone : card.name();
        return new ContactCard(name, phone, phone.strip().startsWith("+") ? digits : null, null, null, null);
    }

    private static SendRequest reaction(Reaction reaction, Outbound.Send message, Recipient to) {
        Outbound.Quote target = message.replyTo();
        boolean fromContact = target == null || target.fromContact();
        String author = target == null || !fromContact ? null : target.author();
        return new SendReaction(
                new MessageKey(to.jid(), !fromContact, reaction.targetSourceId(), author), reaction.emoji());
    }

    private static @Nullable Quoted quoted(OutgoingPart part, Recipient to) {
        Outbound.Quote quote = part.message().replyTo();
        if (quote == null || !part.isFirst()) {
            return null;
        }
        String author = quote.fromContact() ? quote.author() : null;
        MessageKey key = new MessageKey(to.jid(), !quote.fromContact(), quote.sourceId(), author);
        return quote.text() == null ? new Quoted(key, null) : Quoted.text(key, quote.text());
    }

    private static String firstOf(@Nullable String first, @Nullable String second, String otherwise) {
        if (first != null && !first.isBlank()) {
            return first;
        }
        return second != null && !second.isBlank() ? second : otherwise;
    }

    private static Mono<SendRequest> unsendable(String what) {
        return Mono.error(new Unsendable("WhatsApp cannot carry " + what));
    }
}
