package io.parley.standalone.command;

import io.parley.contract.inbox.MailServer;
import io.parley.runtime.mail.MailFaults;
import io.parley.runtime.mail.MailSessions;
import jakarta.mail.Address;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets one write mails as a customer, and read the answers, on the mail server that {@code ./parley up} starts. */
@Command(name = "mail", description = "Write and read mails as a customer, on the local mail server of ./parley up.")
final class MailCommand {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String CUSTOMER = "ana@customer.example";
    private static final String SUPPORT = "support@parley.example";

    @Command(description = "Send a mail to the demo inbox.")
    int send(
            @Option(names = "--from", defaultValue = CUSTOMER, description = "the customer (default: ${DEFAULT-VALUE})")
                    String from,
            @Option(names = "--to", defaultValue = SUPPORT, description = "whom to (default: ${DEFAULT-VALUE})")
                    String to,
            @Option(names = "--cc", description = "somebody in copy") @Nullable String cc,
            @Option(names = "--subject", description = "what it is about (default: a question)") @Nullable
                    String subject,
            @Option(names = "--reply", description = "answer the newest mail in the customer's mailbox") boolean reply,
            @Option(names = "--attach", description = "a file to send along") @Nullable File file,
            @Parameters(arity = "1..*", paramLabel = "words") List<String> words)
            throws MessagingException, IOException {
        MimeMessage mail = reply ? answer(from) : new MimeMessage(smtp());
        mail.setFrom(new InternetAddress(from));
        if (!reply) {
            mail.setRecipients(Message.RecipientType.TO, to);
            mail.setSubject(subject == null ? "A question" : subject, "utf-8");
        } else if (subject != null) {
            mail.setSubject(subject, "utf-8");
        }
        if (cc != null) {
            mail.addRecipients(Message.RecipientType.CC, cc);
        }
        String text = String.join(" ", words);
        if (file == null) {
            mail.setText(text, "utf-8");
        } else {
            MimeBodyPart body = new MimeBodyPart();
            body.setText(text, "utf-8");
            MimeBodyPart attachment = new MimeBodyPart();
            attachment.attachFile(file);
            mail.setContent(new MimeMultipart(body, attachment));
        }
        mail.saveChanges();
        try (Transport transport = smtp().getTransport("smtp")) {
            transport.connect();
            transport.sendMessage(mail, mail.getAllRecipients());
        } catch (MessagingException e) {
            throw new CommandFailure("The mail could not be sent: " + MailFaults.inWords(e));
        }
        System.out.printf("Sent “%s” from %s.%n", mail.getSubject(), from);
        return 0;
    }

    @Command(description = "Show the mails in a customer's mailbox, the newest last.")
    int read(
            @Parameters(arity = "0..1", defaultValue = CUSTOMER, description = "whose (default: ${DEFAULT-VALUE})")
                    String address)
            throws MessagingException, IOException {
        try (Store store = mailboxOf(address)) {
            Folder folder = store.getFolder("INBOX");
            folder.open(Folder.READ_ONLY);
            for (Message mail : folder.getMessages()) {
                System.out.printf(
                        "%nFrom: %s%nDate: %s%nSubject: %s%n%n%s%n",
                        first(mail.getFrom()), mail.getSentDate(), mail.getSubject(), textOf(mail));
            }
            System.out.printf(
                    "%n%s for %s.%n",
                    folder.getMessageCount() == 1 ? "1 mail" : folder.getMessageCount() + " mails", address);
        }
        return 0;
    }

    private static MimeMessage answer(String customer) throws MessagingException {
        try (Store store = mailboxOf(customer)) {
            Folder folder = store.getFolder("INBOX");
            folder.open(Folder.READ_ONLY);
            if (folder.getMessageCount() == 0) {
                throw new CommandFailure("There is no mail for " + customer + " to answer.");
            }
            MimeMessage newest = new MimeMessage((MimeMessage) folder.getMessage(folder.getMessageCount()));
            return (MimeMessage) newest.reply(false);
        }
    }

    /** The local server makes a mailbox of every address it takes mail for, with the address as user and password. */
    private static Store mailboxOf(String address) throws MessagingException {
        Store store =
                MailSessions.imap(server("PARLEY_DEMO_IMAPS_PORT"), TIMEOUT).getStore("imap");
        try {
            store.connect(address, address);
        } catch (MessagingException e) {
            throw new CommandFailure(
                    MailFaults.isLogin(e)
                            ? "There is no mail for %s yet.".formatted(address)
                            : "The mailbox cannot be read: " + MailFaults.inWords(e));
        }
        return store;
    }

    private static Session smtp() {
        return MailSessions.smtp(server("PARLEY_DEMO_SMTPS_PORT"), TIMEOUT);
    }

    private static MailServer server(String portName) {
        String port = System.getenv().getOrDefault(portName, "");
        if (port.isBlank()) {
            throw new CommandFailure("There is no local mail server: it comes with the simulator, which up starts when"
                    + " EVOLUTION_API_URL is not set.");
        }
        boolean imap = portName.contains("IMAP");
        return new MailServer(
                "127.0.0.1", Integer.parseInt(port), MailServer.Security.TLS, imap ? "" : null, null, false);
    }

    private static String first(Address @Nullable [] addresses) {
        return addresses == null || addresses.length == 0 ? "nobody" : addresses[0].toString();
    }

    /** The plain text, and the names of files. */
    private static String textOf(Part part) throws MessagingException, IOException {
        if (part.getFileName() != null) {
            return "[" + part.getFileName() + "]\n";
        }
        if (part.getContent() instanceof Multipart parts) {
            StringBuilder text = new StringBuilder();
            boolean alternative = part.isMimeType("multipart/alternative");
            for (int i = 0; i < (alternative ? 1 : parts.getCount()); i++) {
                text.append(textOf(parts.getBodyPart(i)));
            }
            return text.toString();
        }
        return String.valueOf(part.getContent());
    }
}
