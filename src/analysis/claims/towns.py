"""Towns that occur in datelines, each with its province of China or its country."""

_TOWNS = """
Anhui: Hefei, Wuhu, Tongling, Bengbu, Maanshan, Anqing, Chizhou, Xuancheng
Chongqing: Chongqing
Fujian: Fuzhou, Xiamen, Longyan, Ningde, Quanzhou, Sanming, Zhangzhou, Shanghang
Gansu: Lanzhou, Baiyin, Jinchang, Jiayuguan, Tianshui
Guangdong: Guangzhou, Shenzhen, Foshan, Dongguan, Huizhou, Meizhou, Qingyuan, Zhuhai, Zhongshan, Jiangmen, Shaoguan
Guangxi: Nanning, Guilin, Liuzhou, Fangchenggang, Yulin, Baise, Hechi, Wuzhou
Guizhou: Guiyang, Zunyi, Tongren
Hainan: Haikou, Sanya
Hebei: Shijiazhuang, Tangshan, Baoding, Handan, Langfang
Heilongjiang: Harbin, Daqing, Qiqihar
Henan: Zhengzhou, Luoyang, Jiyuan, Jiaozuo, Sanmenxia, Lingbao, Xinxiang
Hubei: Wuhan, Huangshi, Daye, Yichang, Ezhou, Xiangyang
Hunan: Changsha, Yueyang, Chenzhou, Zhuzhou, Xiangtan, Hengyang, Loudi
Inner Mongolia: Hohhot, Baotou, Chifeng, Ordos, Tongliao
Jiangsu: Nanjing, Suzhou, Wuxi, Changzhou, Zhangjiagang, Yixing, Xuzhou, Nantong, Yangzhou
Jiangxi: Nanchang, Yingtan, Guixi, Ganzhou, Shangrao, Jiujiang, Ji'an, Yichun, Xinyu, Pingxiang
Jilin: Changchun, Tonghua
Liaoning: Shenyang, Dalian, Anshan, Fushun, Huludao
Ningxia: Yinchuan, Shizuishan
Qinghai: Xining, Golmud
Shaanxi: Xi'an, Xian, Baoji, Hanzhong
Shandong: Jinan, Qingdao, Yantai, Dongying, Yanggu, Linyi, Weifang, Zibo, Liaocheng
Shanxi: Taiyuan, Datong, Yuncheng, Yuanqu
Sichuan: Chengdu, Mianyang, Yibin, Leshan, Suining, Panzhihua, Mianning
Tibet: Lhasa, Shigatse
Xinjiang: Urumqi, Karamay, Hami
Yunnan: Kunming, Chuxiong, Yuxi, Gejiu, Dali, Qujing, Honghe
Zhejiang: Hangzhou, Ningbo, Wenzhou, Shaoxing, Zhuji, Taizhou, Huzhou, Jiaxing
Taiwan: Taipei, Taoyuan, Kaohsiung, Taichung, Hsinchu
Argentina: Buenos Aires, Salta, San Juan
Australia: Sydney, Melbourne, Perth, Adelaide, Brisbane, Canberra, Darwin, Geelong, Mount Isa, Newcastle
Austria: Vienna, Graz, Linz, Brixlegg, Salzburg
Belgium: Brussels, Antwerp, Liège, Ghent, Leuven
Brazil: Brasília, Brasilia, São Paulo, Sao Paulo, Rio de Janeiro, Porto Alegre, Belo Horizonte, Salvador
Britain: London, Birmingham, Manchester, Swansea, Cardiff, Glasgow, Truro
Bulgaria: Sofia, Pirdop, Plovdiv, Burgas
Canada: Ottawa, Toronto, Montreal, Vancouver, Sudbury, Calgary
Chile: Santiago, Antofagasta, Calama, Copiapó, Iquique, Rancagua, Valparaíso
Congo: Kinshasa, Lubumbashi, Kolwezi, Likasi
Czechia: Prague, Brno, Ostrava
Finland: Helsinki, Pori, Harjavalta, Kokkola, Espoo, Turku
France: Paris, Lyon, Marseille, Lens, Lille
Germany: Berlin, Hamburg, Frankfurt, Osnabrück, Lünen, Leipzig, Munich, Düsseldorf, Hettstedt
Greece: Athens, Thessaloniki
Hungary: Budapest, Debrecen, Győr, Miskolc, Nyíregyháza
India: Delhi, New Delhi, Mumbai, Kolkata, Chennai, Pune, Jaipur, Vadodara, Ahmedabad, Hyderabad, Bengaluru
Indonesia: Jakarta, Surabaya, Gresik, Batam, Medan
Iran: Tehran, Kerman, Isfahan
Italy: Rome, Milan, Turin, Genoa, Brescia, Modena, Bologna, Naples
Japan: Tokyo, Osaka, Nagoya, Niihama, Kobe, Fukuoka, Sendai, Hitachi, Toyama
Kazakhstan: Almaty, Astana, Karaganda, Zhezkazgan, Balkhash, Ust-Kamenogorsk
Malaysia: Kuala Lumpur, Penang, Johor, Kuantan, Ipoh, Kuching
Mexico: Mexico City, Monterrey, Hermosillo, Guadalajara
Mongolia: Ulaanbaatar, Erdenet
Morocco: Rabat, Casablanca, Marrakesh
Namibia: Windhoek, Tsumeb
Norway: Oslo, Bergen, Kristiansand
Oman: Muscat, Sohar
Pakistan: Karachi, Lahore, Islamabad
Peru: Lima, Arequipa, Ilo, Moquegua
Philippines: Manila, Cebu, Davao
Poland: Warsaw, Gdansk, Gdańsk, Gdynia, Gliwice, Katowice, Legnica, Lubin, Głogów, Kraków, Wrocław
Portugal: Lisbon, Porto, Beja
Romania: Bucharest, Cluj, Timișoara
Russia: Moscow, Norilsk, Krasnoyarsk, Yekaterinburg, Chelyabinsk
Saudi Arabia: Riyadh, Jeddah
Serbia: Belgrade, Bor, Niš
South Africa: Johannesburg, Durban, Cape Town, Pretoria
South Korea: Seoul, Busan, Ulsan, Daegu, Suwon, Gwangyang, Iksan, Onsan, Yeosu, Incheon, Jeongeup
Spain: Madrid, Barcelona, Huelva, Seville, Bilbao, Asturias, Oviedo
Sweden: Stockholm, Skellefteå, Luleå, Gothenburg, Västerås
Switzerland: Zurich, Geneva, Basel, Bern
Tanzania: Dar es Salaam, Dodoma
Thailand: Bangkok, Rayong
Türkiye: Istanbul, Ankara, Izmir, Samsun, Bursa
Ukraine: Kyiv, Kharkiv, Dnipro
United States: New York, Washington, Phoenix, Tucson, Chicago, Houston, Denver, Salt Lake City, Pittsburgh, El Paso
Uzbekistan: Tashkent, Almalyk
Vietnam: Hanoi, Hai Phong, Haiphong, Ho Chi Minh City, Da Nang, Lao Cai
Zambia: Lusaka, Ndola, Kitwe, Chingola, Solwezi
Zimbabwe: Harare
"""
_LIES_IN = {
    town.strip().casefold(): place
    for place, _, towns in (line.partition(": ") for line in _TOWNS.strip().splitlines())
    for town in towns.split(",")
}


def place_of_town(town: str) -> str:
    """Return the province of China or the country in which a town lies; empty if it is not known.

    >>> place_of_town("JINAN"), place_of_town("Mount Isa"), place_of_town("Nowhere")
    ('Shandong', 'Australia', '')
    """
    return _LIES_IN.get(town.strip().casefold(), "")
