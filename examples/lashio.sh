#!/bin/sh
# The Lashio record: what one opinion column of February 2025 says, entered claim by claim.
#
#   examples/lashio.sh FILE        writes the ledger FILE anew; the same content each time
#
# The column is by the political analyst Wai Min Tun; its day, outlet and url are not known. What it
# puts in somebody's mouth is read via the column; what it attributes to nobody in particular is its
# own report. Nothing that happened later is in here: no source for it is at hand. A column settles
# nothing, so no claim has a verdict.
set -eu

ledger=${1:?usage: lashio.sh FILE}
rm -f "$ledger"
commands=0

# Each command has its own second, so that two runs give the same file.
ct() {
    commands=$((commands + 1))
    CLAIMTRACK_NOW=$(printf '2025-02-28T06:%02d:%02dZ' $((commands / 60)) $((commands % 60))) \
        "${CLAIMTRACK:-claimtrack}" --db "$ledger" --by-user desk "$@"
}

column=wai-min-tun
late_2024="late 2024"
mid_january="mid-January 2025"
late_january="late January 2025"
february="February 2025"

# What the column states flat, or reports without naming anybody.
says() { ct add "$@" --source "$column" --medium article; }
reportedly() { says "$@" --attribution unattributed; }

# --- Who is in a position to know, and what they are also called --------------------------------

ct party add mndaa --name "Myanmar National Democratic Alliance Army" --alias MNDAA \
    --alias "Kokang forces" --alias "Kokang Special Region 1"
ct party add regime --name "Myanmar's military regime" --alias "the regime" --alias junta \
    --alias "the junta" --alias "the military"
ct party add china --name China --alias Beijing
ct party add tnla --name "Ta'ang National Liberation Army" --alias TNLA
ct party add arakan-army --name "Arakan Army" --alias AA
ct party add pdf --name "People's defence forces"
ct party add mpla --name "People's Liberation Army"
ct party add bpla --name "Bamar People's Liberation Army"
ct party add kndf --name "Karenni Nationalities Defence Force"

# --- Where it was read ---------------------------------------------------------------------------

ct source add "$column" --name "Wai Min Tun, opinion column, February 2025" --kind analyst
ct source rate "$column" C --because "A named analyst, who does not say where much of it is from."
ct source add festival-video --name "Spring Festival video from Kokang" --kind social
ct source add social-media --name "Posts on social media" --kind social
ct source add mndaa-mouthpiece --name "The MNDAA's mouthpiece" --kind party-media --owner mndaa
ct source add peng-message --name "Peng Daxun's New Year message" --kind party-media --owner mndaa

# --- Background (row 24) -------------------------------------------------------------------------

says "The rest of the country opposed the Kokang forces' fight in 2015" --id ppsed --when 2015 \
    --tag background --on "$february"
says "Operation 1027 was supported nationwide" --id backd --tag background --on "$february"

# --- What China wants (row 22) -------------------------------------------------------------------

wants() { # ID TEXT TAG
    says "China wants $2" --id "$1" --kind state --when "$february" --tag "$3" --party china --on "$february"
}
wants brder "the border open again" border
wants taxes "the border's tax revenue shared between the regime and its opponents" border
wants junta "its relations with the junta kept" china
wants nvest "its investments in Myanmar protected" china
wants armsx "its arms sales to the junta to go on" china

# --- What the column thinks of it, and what it can be held to (rows 19 and 20) -------------------

says "Handing Lashio back would be a setback for the resistance" --id setbk --kind opinion \
    --place Lashio --tag withdrawal --on "$february"
says "Forcing Lashio to be handed back would be unjustifiable" --id unjst --kind opinion \
    --place Lashio --tag withdrawal --on "$february"
says "The regime wants the wider withdrawal to keep the towns around Lashio out of its enemies' hands" \
    --id keepn --kind opinion --tag exchange --on "$february"
says "The regime seized goods passing border areas" --id frght --when 2024 --tag border \
    --party regime --on "$february"
says "The regime does not want to share the border's income with its enemies" --id share \
    --kind opinion --tag border --on "$february"

# --- Who took Lashio (row 17) --------------------------------------------------------------------

says "The TNLA and the Arakan Army took part in taking Lashio, not the MNDAA alone" --id taken \
    --when "August 2024" --place Lashio --party mndaa --party tnla --party arakan-army --on "$february"
says "People's defence forces, the People's Liberation Army, the Bamar People's Liberation Army and the Karenni Nationalities Defence Force fought in Lashio too" \
    --id pdfst --when "August 2024" --place Lashio --party pdf --party mpla --party bpla --party kndf \
    --on "$february"

# --- The Northeastern Command (rows 15, 21 and 23) -----------------------------------------------

says "Lashio and the Northeastern Command fell to the MNDAA" --id neast --when "August 2024" \
    --place Lashio --tag northeastern-command --party mndaa --party regime --on "$february"
says "Around 20 battalion headquarters and four operations commands stood in Lashio when it fell" \
    --id btn24 --kind state --when "August 2024" --place Lashio --tag northeastern-command \
    --party regime --on "$february"
says "The regime opened a temporary Northeastern Command in Mongyai after Lashio fell" --id mngya \
    --when "since August 2024" --place Mongyai --tag northeastern-command --party regime --on "$february"
reportedly "The regime will build a permanent base for the Northeastern Command at Mankat, near Tangyan" \
    --id mnkat --kind forecast --place Mankat --tag northeastern-command --party regime --on "$february"
ct link mnkat stems-from mngya --because "The base is to follow the temporary command in Mongyai."
says "The Northeastern Command cannot be set up in Lashio again, even if the city is regained" \
    --id necmd --kind opinion --place Lashio --tag northeastern-command --on "$february"
reportedly "The regime is unwilling to see other northern Shan towns as part of the special region" \
    --id nshan --kind state --when "$february" --place "northern Shan" --tag exchange --party regime \
    --on "$february"
says "Residents who worked with the MNDAA could be persecuted" --id persc --kind opinion \
    --place Lashio --on "$february"

# --- Who holds which town (rows 13 and 14) -------------------------------------------------------

holds() { # ID TOWN PARTY
    says "The $3 holds $2" --id "$1" --kind state --when "$february" --place "$2" --tag control \
        --party "$3" --on "$february"
}
holds nawng Nawnghkio TNLA
holds kyauk Kyaukme TNLA
holds hspaw Hsipaw TNLA
holds kutka Kutkai TNLA
holds hsen2 Hseni MNDAA
holds kun25 Kunlong MNDAA
holds chnsw "Chin Shwe Haw" MNDAA

# --- Peng Daxun's New Year message (rows 9, 10 and 24) -------------------------------------------

says "Peng Daxun's New Year message did not name ending the dictatorship as an aim" --id newyr \
    --when "28 January 2025" --tag peng-daxun --party mndaa --on "$february"
ct report newyr --source peng-message --via "$column" --medium speech --attribution on-record \
    --stance mentions --on "28 January 2025" \
    --reading "Nothing is said of that aim, neither that it stands nor that it was given up."
ct add "The MNDAA will uphold China's policy for peace and dialogue in Myanmar and develop through the Belt and Road Initiative" \
    --id peace --kind forecast --tag peng-daxun --source peng-message --via "$column" \
    --medium speech --attribution on-record --on "28 January 2025"
ct add "Peng Daxun announced sustainable industries in his New Year message" --id ndust \
    --when "28 January 2025" --tag peng-daxun --source peng-message --via "$column" --medium speech \
    --attribution on-record --quote "sustainable industries" --on "28 January 2025"

# --- The exchange that a video tells of (rows 6 to 8) --------------------------------------------

ct add "The MNDAA agreed on January 17 to withdraw from Lashio" --id swap7 --when "17 January 2025" \
    --condition "The junta recognizes MNDAA autonomy over the special region: the districts of Laukkai, Kokang, Kutkai, Hseni and Kunlong, and Laukkai town" \
    --place Lashio --tag withdrawal --tag exchange --priority high --party mndaa --party regime \
    --source festival-video --via "$column" --medium video --attribution anonymous \
    --reading "A man speaks beside a Kokang representative on a Spring Festival stage." \
    --on "$late_january"
ct assess swap7 festival-video --source "$column" --on "$february" \
    --note "The speaker is supposedly a Chinese official; by his accent probably a low-level official of Kokang-Chinese origin from Lincang."
ct assess swap7 festival-video --source "$column" --on "$february" \
    --note "The stage was not in Lashio, perhaps near Tarmoenye."
ct report swap7 --source social-media --via "$column" --medium post --attribution unattributed \
    --repeats festival-video --on "$late_january" \
    --reading "Many posts tell of a withdrawal since the video came out."
ct note swap7 "No month is named here, unlike in jun25."
ct link swap7 in-tension kutka --source "$column" \
    --because "Kutkai is among the districts that were to be recognized, yet the TNLA holds it."

# --- What became of the proposal (rows 11 and 12) ------------------------------------------------

says "The exchange of Lashio for recognition was only a Chinese proposal, which the regime has not accepted" \
    --id refus --kind state --when "$february" --tag exchange --party regime --party china \
    --attribution anonymous --on "$february"
ct link refus contradicts swap7 --source "$column" \
    --because "Some observers say that there was a proposal, the speaker in the video that there was an agreement."
reportedly "The military is unwilling to accept the exchange" --id sawen --kind state --when "$february" \
    --condition "Unless Kokang troops also leave all the towns for the former self-administered zone east of the Salween" \
    --tag exchange --party regime --on "$february"

# --- What the mouthpiece said (row 16) -----------------------------------------------------------

ct add "The special region has four districts and one town" --id dstr4 --kind state \
    --when "30 January 2025" --tag exchange --source mndaa-mouthpiece --via "$column" \
    --medium statement --attribution on-record \
    --quote "four districts and one town in the special region" --on "30 January 2025"
ct link dstr4 in-tension swap7 --source "$column" \
    --because "The mouthpiece counts four districts, the speaker in the video named five."
ct add "Lashio has an MNDAA administrative committee of its own" --id cmtee --kind state \
    --when "30 January 2025" --place Lashio --tag exchange --source mndaa-mouthpiece --via "$column" \
    --medium statement --attribution on-record \
    --quote "Lashio military administrative committee" --on "30 January 2025"
ct assess cmtee mndaa-mouthpiece --source "$column" --on "$february" \
    --note "A separate committee for Lashio is understood to be the MNDAA's answer to the Chinese proposal."

# --- The arrest, and the retreat that it made people expect (rows 2 to 4) ------------------------

reportedly "Chinese authorities arrested Peng Daxun, the MNDAA's leader" --id arest \
    --when "$late_2024" --tag peng-daxun --party china --party mndaa --on "$late_2024"
reportedly "The MNDAA may have to leave Lashio" --id retrt --kind forecast --place Lashio \
    --tag withdrawal --party mndaa --on "$late_2024"
ct report retrt --source "$column" --medium article --attribution unattributed --on "throughout January 2025"
ct position retrt silent --by mndaa --source "$column" --on "$february"
ct link retrt stems-from arest --source "$column" \
    --because "The arrest was what set off the speculation."

# --- The ceasefire (row 5) -----------------------------------------------------------------------

says "The regime and the MNDAA agreed a ceasefire after talks in Kunming, with China mediating" \
    --id cease --when "$mid_january" --place Kunming --tag ceasefire \
    --party regime --party mndaa --party china --on "$february"

# --- The withdrawal in June (row 1) --------------------------------------------------------------

reportedly "The MNDAA will withdraw from Lashio in June" --id jun25 --due "June 2025" \
    --place Lashio --tag withdrawal --priority high --party mndaa --party regime --on "$mid_january"
ct position jun25 silent --by regime --source "$column" --on "$february"
ct position jun25 silent --by mndaa --source "$column" --on "$february"
ct link jun25 stems-from cease --source "$column" \
    --because "The reports of a withdrawal in June came with the ceasefire."
