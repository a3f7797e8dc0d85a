// Written messages in several languages: what people say to an assistant, and what it answers.

enum Corpus {
    /// One message a line, two hours apart, the oldest first.
    static let messages: [String] = lines.split(separator: "\n").map(String.init)

    private static let lines = #"""
        Remind me to water the tomatoes on the balcony every second evening.
        Done: I will remind you to water the tomatoes at 19:00 every other day.
        What was the name of the Greek restaurant near the harbour?
        You called it "Taverna Kyklos" in March; the note says the fish was excellent.
        Book a table there for four people on Friday at eight.
        I cannot book by phone, but here is their number: +49 40 1234567.
        The invoice from the plumber is still missing, please draft an e-mail.
        Draft: Dear Mr. Weber, we have not received your invoice for the repair of 3 May yet.
        Send it, but change "repair" to "emergency repair".
        The e-mail was changed and waits in your drafts.
        My daughter's school starts at 8:15 from Monday on.
        Noted: school starts at 8:15 from Monday on.
        How do I reset the router when the red light keeps blinking?
        Hold the reset button for ten seconds until the red light turns off, then wait two minutes.
        The router works again, thank you!
        Which version of PostgreSQL do we run on the staging server?
        According to your notes the staging server runs PostgreSQL 15.4 since last week.
        Upgrade plan: dump, stop, upgrade, restore, start, run the tests.
        A dump of the staging database takes about forty minutes.
        Can you compare SQLite and PostgreSQL for a small server?
        SQLite is one file and needs no service; PostgreSQL handles many writers at the same time.
        The café on the corner closes at six, the other café is open until ten.
        I'd like a résumé of the meeting in three sentences.
        The meeting: budget approved, the release moves to June, Anna takes over the website.
        Anna's phone number changed, the old one is dead.
        Please store Anna's new number: 0170 555 0199.
        Stored. Do you want me to delete the old number?
        Yes, delete it.
        What is the difference between a virus and bacteria?
        Bacteria are living cells; a virus needs a cell of its host to multiply.
        My flight to Lisbon leaves on 12 June at 06:40 from gate B22.
        I have saved the flight to Lisbon: 12 June, 06:40, gate B22.
        Pack list for Lisbon: passport, charger, sunscreen, the blue jacket.
        Is the blue jacket waterproof?
        The label says water-repellent, which is less than waterproof.
        Find a recipe for lentil soup without onions.
        Lentil soup: lentils, carrots, celery, garlic, cumin, lemon. Cook for 35 minutes.
        The soup was good, but next time with less cumin.
        I will remember: less cumin in the lentil soup.
        foo_bar and foo-bar are not the same identifier.
        Error: connection refused (os error 111) when calling http://localhost:8080/health
        The service was not running; start it with `systemctl start mien`.
        Why does my script fail with "permission denied"?
        The file lacks the executable bit: chmod +x run.sh
        The black cat sleeps on the red sofa.
        A red cat sleeps on the black sofa.
        Black cats bring luck in Japan, they say.
        The cat and the dog share one basket, the black one.
        Our dog is afraid of fireworks, what helps?
        Close the windows, play calm music, stay with the dog.
        To be or not to be, that is the question.
        The question is whether we ship on Thursday or not.
        We ship on Thursday, unless the tests fail.
        The tests failed twice: once on ARM, once on x86.
        Please summarise the failed tests.
        Two tests failed because the clock of the machine was wrong.
        My locker code is 4711, don't tell anyone.
        I will keep the locker code to myself.
        The password of the guest network changes every month.
        A password manager would help, don't you think?
        Remember that Peter is allergic to peanuts and pistachios.
        Noted: Peter must not eat peanuts or pistachios.
        Peter's birthday is on 29 February, so we celebrate on 1 March.
        What shall I give Peter for his birthday?
        He mentioned a telescope, and a book about comets.
        A telescope with a 70 mm lens costs about 120 euros.
        Order the telescope, not the book.
        The order for the telescope was placed yesterday.
        The parcel has arrived; the lens is broken.
        I am sorry. Shall I draft a complaint to the shop?
        Yes, and ask for a new lens.
        zebra zoo zigzag: words that begin with the last letter.
        The zoo opens at nine, zebras are fed at eleven.
        Naïve Bayes classifies mails by words; it is naive about their order.
        Meeting notes 2024-11-05: hiring freeze, two interns, new printer.
        Meeting notes 2025-02-11: hiring starts again, the printer is broken.
        The printer prints blank pages since the update.
        Clean the print head twice, then print a test page.
        It prints. Thank you for the hint.
        How many ounces are 250 grams?
        250 grams are about 8.8 ounces.
        And how many cups of flour is that?
        About two cups of flour, a little less if sifted.
        Translate "good morning" to Japanese.
        おはようございます is good morning in Japanese.
        What is the capital of Australia?
        Canberra is the capital of Australia, not Sydney.
        Sydney has the more famous opera house, though.
        The opera starts at 19:30; the tickets are in your mail.
        Print the opera tickets, please.
        C++ and C# are different languages, C is older than both.
        R is for statistics, so is Python with pandas.
        Pandas eat bamboo; pandas also read CSV files.
        Give me a regular expression for dates like 2025-02-11.
        \d{4}-\d{2}-\d{2} matches dates like 2025-02-11.
        <b>Bold</b> & <i>italic</i> show up as tags in the mail, why?
        The mail was sent as plain text; tags like <b> are shown as they are.
        SELECT * FROM notes WHERE title LIKE '%cat%'; -- is this slow?
        A pattern that begins with % cannot use an index, so yes.
        The quick brown fox jumps over the lazy dog.
        Quick question: is the lazy loading switched on?
        Lazy loading is on for images, not for frames.
        I weigh 82.5 kg since Monday, down from 84.
        Great progress: 1.5 kg less than last Monday.
        Running plan: 5 km on Tuesday, 8 km on Thursday, 12 km on Sunday.
        I ran 5 km in 28 minutes today.
        That is 5:36 per kilometre, faster than last week.
        The doctor's appointment moved to Wednesday at 10:20.
        Moved: the doctor's appointment is on Wednesday at 10:20.
        🎉 We won the quiz night! 🎉
        Congratulations! 🎉 Which question decided it?
        The one about the Danube: it touches ten countries.
        Erinnere mich morgen früh an den Zahnarzt in der Goethestraße.
        Der Termin beim Zahnarzt ist um 9:30 in der Goethestrasse 12.
        Wie groß ist die Küche in der neuen Wohnung?
        Die Küche hat 14 Quadratmeter, das Bad nur fünf.
        Der Vermieter möchte die Kaution bis Freitag.
        Über die Höhe der Kaution steht nichts im Vertrag.
        Schreibe dem Vermieter eine höfliche Nachfrage.
        Sehr geehrter Herr Müller, können Sie uns die Höhe der Kaution nennen?
        Müller hat geantwortet: zwei Monatsmieten.
        Die Straßenbahn fährt alle zehn Minuten vom Bahnhof.
        Fußball ist am Samstag um drei, die Schuhe sind nass.
        Où se trouve la clé de la cave ?
        La clé de la cave est dans le tiroir de l'entrée.
        Rappelle-moi d'acheter du pain et du fromage.
        C'est noté : du pain, du fromage et l'eau minérale.
        L'été dernier nous étions à Marseille, l'hôtel était près du port.
        Quel était le nom de l'hôtel à Marseille ?
        L'hôtel s'appelait « Le Corbusier », troisième étage.
        Le garçon a oublié son parapluie à l'école.
        ¿Dónde está el contrato del año pasado?
        El contrato está en la carpeta azul, junto a los recibos.
        Mañana llega mi hermano de Bogotá a las siete.
        ¡Qué bien! ¿Lo recoges en el aeropuerto?
        El niño necesita zapatos nuevos para la escuela.
        La contraseña del wifi cambió el lunes.
        Ricordami di pagare la bolletta della luce entro venerdì.
        La bolletta della luce è di 84 euro, scade venerdì.
        Perché il treno per Torino è in ritardo?
        C'è uno sciopero fino alle dieci, poi il treno riparte.
        Qual è la città più bella d'Italia, secondo te?
        O avião para São Paulo parte às onze da manhã.
        Não te esqueças do passaporte e do cartão de embarque.
        A reunião com o João foi adiada para quinta-feira.
        Przypomnij mi o wizycie u lekarza w Łodzi w środę.
        Wizyta u lekarza: środa, godzina dziesiąta, ulica Źródłowa.
        Gdzie kupię świeże żurawiny?
        Påminn mig om mötet med Åsa på fredag.
        Mötet med Åsa är flyttat till måndag, i rum Öland.
        Husk at købe rødgrød og smørrebrød til frokost.
        Blåbærsyltetøy står i kjøleskapet i Tromsø.
        Muista ostaa maitoa ja ruisleipää Hämeenlinnasta.
        İstanbul'a uçak bileti ne kadar?
        İstanbul uçuşu 85 avro, Izmir daha ucuz.
        Işık söndü, ampul değiştirilmeli.
        Připomeň mi zítra zavolat Jiřímu kvůli účtu.
        Účet zaplatil Jiří už ve čtvrtek, faktura je v příloze.
        Напомни мне завтра купить ёлку и мандарины.
        Записал: елка и мандарины, завтра утром.
        Где лежит договор аренды за прошлый год?
        Договор аренды лежит в синей папке на полке.
        Мой брат прилетает из Москвы в семь вечера.
        Пароль от гостевой сети меняется каждый месяц.
        Χθες το βράδυ ήταν η συνάντηση στην Αθήνα.
        Η συνάντηση στην Αθήνα πήγε καλά, ο δρόμος ήταν άδειος.
        Πού είναι το κλειδί της αποθήκης; Ο ΔΡΟΜΟΣ είναι κλειστός.
        Нагадай мені купити їжу для кота.
        Чорний кіт спить на дивані.
        明日の会議は東京本社で十時からです。
        会議は京都支社に変更になりました。
        東京都の天気予報は雨です。
        新幹線で東京から京都まで二時間です。
        カフェでコーヒーとケーキを注文した。
        ノートパソコンの充電器を忘れないで。
        请提醒我明天下午三点给王老师打电话。
        王老师的电话号码换了,新号码在笔记里。
        北京的天气很好,上海在下雨。
        上海到北京的火车票多少钱?
        我女儿对花生过敏,请记住。
        내일 오전 열 시에 치과 예약이 있어요.
        치과 예약을 금요일로 옮겼습니다.
        서울에서 부산까지 기차로 세 시간쯤 걸려요.
        새 비밀번호를 잊어버렸어요.
        ذكّرني غدًا بشراء الخبز والحليب.
        موعد الطبيب يوم الأربعاء في الساعة العاشرة.
        كلمة المرور الجديدة في الدفتر الأزرق.
        תזכיר לי מחר לקנות לחם וחלב.
        הַפְּגִישָׁה עם דנה נדחתה ליום שלישי.
        הפגישה עם דנה תהיה בתל אביב.
        मुझे कल सुबह दवा लेने की याद दिलाना।
        दवा की शीशी रसोई की अलमारी में है।
        हिन्दी में "नमस्ते" का अर्थ क्या है?
        พรุ่งนี้เตือนฉันให้โทรหาแม่
        แม่ชอบดอกไม้สีขาว
        ร้านกาแฟเปิดเจ็ดโมงเช้า
        Nhắc tôi mua cà phê và bánh mì vào ngày mai.
        Cà phê ở Hà Nội ngon hơn ở đây.
        The ｆｕｌｌｗｉｄｔｈ letters came from a Japanese form.
        The end of the list: nothing more to remember tonight.
        """#

    /// What is asked of it: words, phrases, exclusions, alternatives, beginnings, and what is none of these.
    static let queries: [String] = [
        "tomatoes", "telescope lens", "\"black cat\"", "black cat", "cat -red", "cat OR dog", "black cat OR red sofa", "print*", "e-mail", "foo_bar",
        "\"to be or not to be\"", "\"the question\"", "cafe", "CAFÉ", "resume", "naive", "strasse", "goethestraße", "fussball", "hotel marseille",
        "cle", "l'hôtel", "garcon", "ano", "contrasena", "sao paulo", "lodz", "zrodlowa", "aasa OR åsa", "rodgrod", "tromso", "istanbul", "jiri",
        "елка", "ЁЛКА", "договор*", "δρομος", "αθηνα", "東京", "京都", "会議", "東京 -雨", "コーヒー", "上海 北京", "치과 예약", "비밀*", "موعد", "הפגישה", "दवा",
        "แม่", "ca phe",
        "fullwidth", "🎉", "2025-02-11", "b22", "c++", "zoo*", "z*", "peter -birthday", "\"red light\" router", "staging postgresql OR sqlite",
        "the", "OR", "\"",
        "-cat", "\"unfinished black", "* * *", "<b>bold</b>", "'; DROP TABLE message_texts; --", "notes:5 & !x", "8:15",
        "lisbon -gate -passport", "don't",
        "\"dont tell\"", "\"don't tell\"", "sofa -\"black sofa\"", "water*", "\"print* ticket*\"", "pandas -csv -python",
    ]
}
